package io.tallygate.policy.page;

import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.Policy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which algorithms a page must explain.
 *
 * @param told those of the limits that the page lists; of all limits if it lists none
 * @param met those of all limits: the headers of groups that are not on the page show them, too
 * @param published limits, in the order of the page
 */
record Kinds(Set<Algorithm> told, Set<Algorithm> met, List<Limit> published) {

  private static final long MICROS = 1_000_000; // in a second

  static Kinds of(Policy policy) {
    List<Limit> published = new ArrayList<>();
    Set<Algorithm> told = EnumSet.noneOf(Algorithm.class);
    Set<Algorithm> met = EnumSet.noneOf(Algorithm.class);
    for (Group group : policy.all()) {
      for (Limit limit : group.limits()) {
        met.add(limit.algorithm());
        if (group.published()) {
          told.add(limit.algorithm());
          published.add(limit);
        }
      }
    }
    return new Kinds(told.isEmpty() ? met : told, met, List.copyOf(published));
  }

  /** Whether nothing is to be told that is not told of windows. */
  boolean isWindowsOnly() {
    return told.equals(EnumSet.of(Algorithm.FIXED_WINDOW));
  }

  /** A limit of the page to show it by. */
  Optional<Limit> example(Algorithm algorithm) {
    return published.stream().filter(limit -> limit.algorithm() == algorithm).findFirst();
  }

  /** The most that can pass in any stretch of time as long as the period; in flight, at once. */
  static long most(Limit limit) {
    return switch (limit.algorithm()) {
      case FIXED_WINDOW -> 2 * limit.count();
      case SLIDING_WINDOW -> 2 * limit.count() - 1;
      case SMOOTH -> limit.burst() + limit.period().toSeconds() * MICROS / intervalMicros(limit);
      case IN_FLIGHT -> limit.count();
    };
  }

  /** Between two requests of a smooth limit that come back. */
  static long intervalMicros(Limit limit) {
    return ceilDiv(limit.period().toSeconds() * MICROS, limit.count());
  }

  /** In how many whole seconds so many requests of a smooth limit come back. */
  static long secondsFor(Limit limit, long requests) {
    return ceilDiv(requests * intervalMicros(limit), MICROS);
  }

  private static long ceilDiv(long dividend, long divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }
}
