package io.tallygate.gateway.alert;

import java.util.List;

/** One thing that may be changed of a subscription. */
public sealed interface SubscriptionChange {

  /** What waits goes to the new place too. */
  record SetUrl(String url) implements SubscriptionChange {}

  /**
   * What it is told of.
   *
   * @param thresholds as {@link Wish} has them
   */
  record SetEvents(List<EventKind> kinds, List<Integer> thresholds) implements SubscriptionChange {

    public SetEvents {
      kinds = List.copyOf(kinds);
      thresholds = List.copyOf(thresholds);
    }
  }

  record Describe(String description) implements SubscriptionChange {}

  record Enable() implements SubscriptionChange {}

  /** It is told nothing until it is enabled; what waits for it is given up. */
  record Disable() implements SubscriptionChange {}
}
