package io.tallygate.policy.page;

import java.util.List;

/**
 * One counter of a key, as people read it.
 *
 * @param group its name in the policy
 * @param endpoints that share the counter
 * @param readings one for each limit of the group
 */
record Gauge(String group, List<Span> endpoints, List<Reading> readings) {

  /** How much is left. */
  enum Level {
    ENOUGH,
    LOW,
    SPENT
  }

  /**
   * How one limit stands.
   *
   * @param limit as {@code 500 requests/hour}; behind it, if the key has its own, the policy's
   * @param used requests of the window or the burst, or under way, 0 to the limit
   * @param left requests, 0 to the limit
   * @param instant at which all is back, as RFC 3339; empty if there is none
   * @param reset the same for people, or why there is none
   */
  record Reading(String limit, long used, long left, String instant, String reset) {

    private static final long LOW_ONE_IN = 5;
    private static final long THOUSAND = 1_000;
    private static final long SEEN_MIN = 8; // of a bar, the narrowest piece that eyes see

    Level level() {
      if (left == 0) {
        return Level.SPENT;
      }
      return left <= (used + left) / LOW_ONE_IN ? Level.LOW : Level.ENOUGH;
    }

    /** How long a bar is, in thousandths: 0 only if nothing is used, 1,000 only if all is. */
    long barThousandths() {
      return used == 0 ? 0 : Math.max(used * THOUSAND / (used + left), SEEN_MIN);
    }
  }
}
