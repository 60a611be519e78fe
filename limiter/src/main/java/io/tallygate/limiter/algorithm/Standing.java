package io.tallygate.limiter.algorithm;

import io.tallygate.limiter.policy.Algorithm;

/**
 * How a counter stands, as its two words tell without its limit: for tools that read a table.
 *
 * @param periodSeconds of the open window
 * @param endMicros when the window ends, or the bucket is full again; 0 for calls in flight
 * @param used units of the open window, or places in flight; -1 where only the limit could tell
 */
public record Standing(Algorithm algorithm, long periodSeconds, long endMicros, long used) {

  /** Only the limit could tell. */
  public static final long UNKNOWN = -1;

  private static final long SECOND = 1_000_000; // microseconds
  private static final long PERIOD_MAX = 366L * 86_400;
  private static final long UNUSED = 0xFL << 57;

  public static Standing of(long word, long tail, long nowMicros) {
    Algorithm algorithm = Tail.algorithm(tail);
    long period = Tail.periodSeconds(tail);
    return switch (algorithm) {
      case FIXED_WINDOW ->
          new Standing(
              algorithm, period, FixedWindow.endSecond(word) * SECOND, FixedWindow.used(word));
      case SLIDING_WINDOW ->
          new Standing(
              algorithm, period, SlidingWindow.endSecond(word) * SECOND, SlidingWindow.used(word));
      case SMOOTH -> new Standing(algorithm, period, word, UNKNOWN);
      case IN_FLIGHT -> new Standing(algorithm, period, 0, InFlight.taken(word, nowMicros));
    };
  }

  /** Whether these are words that a limit can have left. */
  public static boolean isPossible(long word, long tail) {
    long period = Tail.periodSeconds(tail);
    boolean inFlight = Tail.algorithm(tail) == Algorithm.IN_FLIGHT;
    return (tail & UNUSED) == 0
        && period >= 1
        && period <= PERIOD_MAX
        && (!inFlight || word >>> 60 == 0);
  }
}
