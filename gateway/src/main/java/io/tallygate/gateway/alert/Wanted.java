package io.tallygate.gateway.alert;

import java.util.Set;

/** What anybody wants to be told of limits. */
record Wanted(int[] thresholds, String[] names, boolean refusals) {

  static final Wanted NOTHING = of(Set.of());

  private static final String USED = EventKind.LIMIT_USED.text() + ".";

  /** What these events are about. */
  static Wanted of(Set<String> events) {
    int[] thresholds =
        events.stream()
            .filter(event -> event.startsWith(USED))
            .mapToInt(event -> Integer.parseInt(event.substring(USED.length())))
            .sorted()
            .toArray();
    String[] names = new String[thresholds.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = USED + thresholds[i];
    }
    return new Wanted(thresholds, names, events.contains(EventKind.LIMIT_REFUSED.text()));
  }

  boolean isNothing() {
    return thresholds.length == 0 && !refusals;
  }
}
