package io.tallygate.limiter;

import io.tallygate.limiter.algorithm.Terms;
import io.tallygate.limiter.policy.Algorithm;

/** When a refused call would be admitted, if nobody else called. */
final class Refusal {

  private static final long SECOND = 1_000_000; // microseconds

  private Refusal() {}

  /** The first time at which the call fits all its limits: of each the next, until all agree. */
  static long freeMicros(Decision decision) {
    long time = decision.nowMicros();
    while (true) {
      long later = time;
      for (int i = 0; i < decision.size(); i++) {
        later = Math.max(later, freeMicros(decision, i, time));
      }
      if (later == time || later == Terms.NEVER) {
        return later;
      }
      time = later;
    }
  }

  /** The first time from then on at which the call fits one limit, or {@link Terms#NEVER}. */
  static long freeMicros(Decision decision, int index, long fromMicros) {
    if (decision.algorithm(index) == Algorithm.IN_FLIGHT) { // nobody knows: in a second
      return decision.refuses(index)
          ? Math.max(fromMicros, decision.nowMicros() + SECOND)
          : fromMicros;
    }
    return decision
        .caller()
        .freeMicros(decision.limits(), index, decision.cursors[index], fromMicros, decision.cost);
  }
}
