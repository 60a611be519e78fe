package io.tallygate.command.probe;

import java.util.List;

/**
 * All that a probe has seen.
 *
 * @param paths of the endpoints, the first of which was asked for all but its counter
 * @param stopped why it ended before its plan did; empty if it did not
 */
public record Recording(List<String> paths, List<Exchange> exchanges, String stopped) {

  public Recording {
    paths = List.copyOf(paths);
    exchanges = List.copyOf(exchanges);
  }
}
