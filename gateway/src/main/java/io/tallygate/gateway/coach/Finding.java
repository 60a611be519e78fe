package io.tallygate.gateway.coach;

import java.util.List;

/**
 * One thing that a caller could do better, with the figures that prove it.
 *
 * @param practice what would be better
 * @param subject what it is about: an endpoint of the policy or a group
 * @param text one sentence without a full stop: what was seen; printable ASCII, at most {@value
 *     #TEXT_MAX} characters
 * @param figures the same as numbers; each was counted, or is a lower bound of what happened
 */
public record Finding(Practice practice, String subject, String text, List<Figure> figures) {

  /** How long a text may be, in characters. */
  public static final int TEXT_MAX = 800;

  /**
   * A number, named with its unit.
   *
   * @param name in camel case, such as {@code gapMillis}
   */
  public record Figure(String name, long value) {}

  public Finding {
    figures = List.copyOf(figures);
  }
}
