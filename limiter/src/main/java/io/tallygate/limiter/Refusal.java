package io.tallygate.limiter;

import io.tallygate.limiter.algorithm.Terms;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.table.Cursor;

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
    return freeMicros(decision, decision.limits(), index, fromMicros);
  }

  /** Nothing changes by then but that time goes by and that overrides end. */
  private static long freeMicros(Decision decision, LimitSet limits, int index, long fromMicros) {
    Caller caller = decision.caller();
    Cursor counter = decision.cursors[index];
    long from = fromMicros;
    while (true) {
      Terms terms = caller.terms(limits, index, from);
      long free = terms.freeMicros(counter.word(), counter.tail(), terms.units(decision.cost));
      long until = caller.untilMicros(limits.limit(index), from);
      if (free < until) {
        return Math.max(free, from);
      }
      if (until == Terms.NEVER) {
        return Terms.NEVER;
      }
      from = until;
    }
  }
}
