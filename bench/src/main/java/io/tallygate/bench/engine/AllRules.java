package io.tallygate.bench.engine;

import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;

/** The limiter by all its algorithms in turn, so that all are loaded and none is alone. */
final class AllRules implements Counters {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Limiter limiter;
  private final Caller[] callers;
  private final LimitSet[] sets;

  AllRules(String[] keys) {
    limiter = new Limiter(TallygateCounters.config(4 * keys.length));
    callers = new Caller[keys.length];
    for (int i = 0; i < keys.length; i++) {
      callers[i] = limiter.caller(Caller.Kind.KEY, keys[i], List.of());
    }
    sets =
        List.of(
                new Limit("fixed", Peer.COUNT, HOUR),
                Limit.sliding("sliding", Peer.COUNT, HOUR),
                // Each call gives back what the last one took, or the smooth one would end.
                Limit.smooth("smooth", 36_000_000, HOUR, 36_000_000),
                Limit.inFlight("in-flight", Limit.IN_FLIGHT_MAX))
            .stream()
            .map(limit -> Group.of(limit.name(), List.of(limit), List.of()))
            .map(group -> limiter.limits(group, WindowStart.FIRST_CALL))
            .toArray(LimitSet[]::new);
  }

  @Override
  public IntPredicate forThread() {
    Decision decision = new Decision();
    return new IntPredicate() {
      private int turn;

      @Override
      public boolean test(int index) {
        int rule = turn++ & 3;
        limiter.decide(callers[index], sets[rule], decision);
        boolean admitted = decision.isAdmitted();
        if (rule >= 2) {
          limiter.giveBack(decision);
        }
        return admitted;
      }
    };
  }

  @Override
  public void close() {
    limiter.close();
  }
}
