package io.tallygate.bench.engine;

import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How long a decision takes as counters grow in number, beside the floor: reading one word at
 * random in as much memory as the table has, each place known only when the one before was read.
 */
final class Growth {

  private static final int[] COUNTERS = {10_000, 100_000, 1_000_000, 3_000_000, 10_000_000};
  private static final int SLOT_WORDS = 4;

  /**
   * @param nanos per decision
   * @param floorNanos per cache miss
   */
  record Point(int counters, double nanos, double floorNanos) {}

  private Growth() {}

  static List<Point> measure(int decisions) {
    List<Point> points = new ArrayList<>();
    for (int counters : COUNTERS) {
      System.err.println("growth, " + counters + " counters");
      points.add(new Point(counters, decide(counters, decisions), miss(counters, decisions)));
    }
    return points;
  }

  /** Callers are made anew as a server's cache would hold them: few, and others each round. */
  private static double decide(int counters, int decisions) {
    try (Limiter limiter = new Limiter(TallygateCounters.config(counters))) {
      LimitSet limits = TallygateCounters.limits(limiter);
      Decision decision = new Decision();
      Caller[] callers = new Caller[counters];
      for (int i = 0; i < counters; i++) {
        callers[i] = limiter.caller(Caller.Kind.KEY, Integer.toString(i), List.of());
        limiter.decide(callers[i], limits, decision);
      }
      double best = Double.MAX_VALUE;
      for (int round = 0; round < 4; round++) {
        SplittableRandom random = new SplittableRandom(round);
        long begun = System.nanoTime();
        for (int i = 0; i < decisions; i++) {
          limiter.decide(callers[random.nextInt(counters)], limits, decision);
        }
        best = Math.min(best, (System.nanoTime() - begun) / (double) decisions);
      }
      return best;
    }
  }

  private static double miss(int counters, int reads) {
    long[] words = new long[counters * SLOT_WORDS];
    SplittableRandom random = new SplittableRandom(1);
    int[] order = random.ints(0, counters).limit(counters).toArray();
    for (int i = 0; i < counters; i++) {
      words[i * SLOT_WORDS] = order[i];
    }
    double best = Double.MAX_VALUE;
    long at = 0;
    for (int round = 0; round < 4; round++) {
      long begun = System.nanoTime();
      for (int i = 0; i < reads; i++) {
        at = (words[(int) at * SLOT_WORDS] + i * 7_919L) % counters;
      }
      best = Math.min(best, (System.nanoTime() - begun) / (double) reads);
    }
    if (at < 0) {
      throw new IllegalStateException("place must be at least 0: at=" + at);
    }
    return best;
  }
}
