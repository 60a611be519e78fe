package io.tallygate.gateway.alert;

import java.util.Set;

/** What anybody wants to be told of limits. Immutable. */
final class Wanted {

  static final Wanted NOTHING = of(Set.of());

  private final int[] thresholds; // sorted
  private final String[] names; // of the events, as the thresholds
  private final boolean refusals;

  private Wanted(Set<String> events) {
    String used = EventKind.LIMIT_USED.text() + ".";
    this.thresholds =
        events.stream()
            .filter(event -> event.startsWith(used))
            .mapToInt(event -> Integer.parseInt(event.substring(used.length())))
            .sorted()
            .toArray();
    this.names = new String[thresholds.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = used + thresholds[i];
    }
    this.refusals = events.contains(EventKind.LIMIT_REFUSED.text());
  }

  /** What these events are about. */
  static Wanted of(Set<String> events) {
    return new Wanted(events);
  }

  boolean isNothing() {
    return thresholds.length == 0 && !refusals;
  }

  /** How many thresholds there are, the lowest first. */
  int size() {
    return thresholds.length;
  }

  /** In percent. */
  int threshold(int index) {
    return thresholds[index];
  }

  /** What the threshold's event is called. */
  String name(int index) {
    return names[index];
  }

  boolean refusals() {
    return refusals;
  }
}
