package io.tallygate.policy.published;

import io.tallygate.policy.LimitText;
import java.util.List;

/** What a row means to a policy. */
sealed interface Reading {

  Reading NOTHING = new Nothing();

  /**
   * Endpoints with their limits.
   *
   * @param passedOver what the cells say that were not read
   * @param doubts what might have been meant otherwise
   */
  record Understood(List<Entry> entries, List<String> passedOver, List<String> doubts)
      implements Reading {}

  /** Endpoints alone; their limit may come in the next row. */
  record EndpointsOnly(Entry entry) implements Reading {}

  /** Limits alone; their endpoints may have come in the row before. */
  record LimitsOnly(List<LimitText> limits) implements Reading {}

  /** It looks like a limit. */
  record NotUnderstood(String reason) implements Reading {}

  /** It is about something else. */
  record Nothing() implements Reading {}
}
