package io.tallygate.gateway.admin;

import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.util.List;

/**
 * One limit of the admin port, with a limiter of its own, so that strangers crowd out no other
 * limit's counters. Thread-safe.
 */
public final class Counters implements AutoCloseable {

  private static final int SLOTS = 1 << 13; // 192 KiB

  private final Limiter limiter;
  private final LimitSet limits;

  public Counters(Limit limit, Ticker ticker) {
    // Such a ticker is read at each decision, and needs no thread that reads ahead.
    Ticker exact =
        new Ticker() {
          @Override
          public long monotonicNanos() {
            return ticker.monotonicNanos();
          }

          @Override
          public long wallMicros() {
            return ticker.wallMicros();
          }
        };
    this.limiter =
        new Limiter(
            LimiterConfig.DEFAULT
                .withCounters(SLOTS)
                .withEviction(Eviction.OLDEST)
                .withTicker(exact));
    this.limits =
        limiter.limits(Group.of(limit.name(), List.of(limit), List.of()), WindowStart.FIRST_CALL);
  }

  /** Counts one. */
  public Decision decide(Caller.Kind kind, String id) {
    Decision decision = new Decision();
    limiter.decide(Call.of(limiter.caller(kind, id, List.of()), limits), decision);
    return decision;
  }

  /** What would be decided; counts nothing. */
  public Decision peek(Caller.Kind kind, String id) {
    Decision decision = new Decision();
    limiter.decide(Call.peek(limiter.caller(kind, id, List.of()), limits), decision);
    return decision;
  }

  @Override
  public void close() {
    limiter.close();
  }
}
