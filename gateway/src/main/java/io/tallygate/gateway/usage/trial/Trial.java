package io.tallygate.gateway.usage.trial;

import io.tallygate.gateway.key.Term;
import java.util.List;

/**
 * What an edited policy would have done to recorded callers.
 *
 * @param term of which the rows were tried
 * @param refused over all groups
 * @param groups of the edited policy, in its order
 * @param notes in sentences, what the rows could not tell; empty if nothing is missing
 */
public record Trial(Term term, Bound refused, List<GroupTrial> groups, List<String> notes) {

  public Trial {
    groups = List.copyOf(groups);
    notes = List.copyOf(notes);
  }

  /**
   * How many callers would have been refused at least once.
   *
   * @param callers that called
   * @param atLeast of them, whatever the minutes of their calls were
   * @param atMost of them
   */
  public record Bound(int callers, int atLeast, int atMost) {}

  /**
   * One group.
   *
   * @param inFlight whether it limits calls in flight, of which usage tells nothing: then {@code
   *     atMost} has every caller that called more often than may call at once
   */
  public record GroupTrial(String group, Bound refused, boolean inFlight) {}

  /** As one says it: {@code at least 2, at most 7 callers would have been refused}. */
  public String sentence() {
    return "at least %s, at most %s callers would have been refused"
        .formatted(refused.atLeast(), refused.atMost());
  }
}
