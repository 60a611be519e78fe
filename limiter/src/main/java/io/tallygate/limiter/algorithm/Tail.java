package io.tallygate.limiter.algorithm;

import io.tallygate.limiter.policy.Algorithm;

/** What of a counter changes seldom, as one 64-bit word beside the one that decisions change. */
public final class Tail {

  /*
   *      63     61 60    57 56              32 31                     0
   *     +---------+--------+------------------+------------------------+
   *     | rule    | unused | period, seconds  | rest                   |
   *     +---------+--------+------------------+------------------------+
   *
   * With it a slot tells by itself how to read its other word, and when it is free. The period is
   * the one that the open window was opened with. The rest is for SlidingWindow what was used in
   * the window before; for Gcra the second until which the slot is held although units came back;
   * for the others 0.
   */

  private static final Algorithm[] ALGORITHMS = { // by their codes, which stand in files
    Algorithm.FIXED_WINDOW, Algorithm.SLIDING_WINDOW, Algorithm.SMOOTH, Algorithm.IN_FLIGHT
  };
  private static final int PERIOD_MASK = (1 << 25) - 1; // 366 days are 31,622,400 s
  private static final long REST_MASK = 0xFFFF_FFFFL;

  private Tail() {}

  public static long of(Algorithm algorithm, long periodSeconds, long rest) {
    return (code(algorithm) << 61) | (periodSeconds << 32) | rest;
  }

  private static long code(Algorithm algorithm) {
    return switch (algorithm) {
      case FIXED_WINDOW -> 0;
      case SLIDING_WINDOW -> 1;
      case SMOOTH -> 2;
      case IN_FLIGHT -> 3;
    };
  }

  public static Algorithm algorithm(long tail) {
    return ALGORITHMS[(int) (tail >>> 61) & (ALGORITHMS.length - 1)];
  }

  public static long periodSeconds(long tail) {
    return (tail >>> 32) & PERIOD_MASK;
  }

  public static long rest(long tail) {
    return tail & REST_MASK;
  }

  public static long withRest(long tail, long rest) {
    return (tail & ~REST_MASK) | rest;
  }

  /** Whether a slot with these words may be given to another counter: it reads like a fresh one. */
  public static boolean isFree(long word, long tail, long nowMicros) {
    if (word == 0) {
      return true;
    }
    return switch (algorithm(tail)) {
      case FIXED_WINDOW -> FixedWindow.endSecond(word) <= nowMicros / 1_000_000;
      case SLIDING_WINDOW -> SlidingWindow.isForgotten(word, tail, nowMicros);
      case SMOOTH -> Gcra.isForgotten(word, tail, nowMicros);
      case IN_FLIGHT -> InFlight.isForgotten(word, nowMicros);
    };
  }
}
