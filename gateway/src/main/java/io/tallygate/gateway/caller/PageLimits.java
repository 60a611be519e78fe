package io.tallygate.gateway.caller;

import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decider;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.policy.Gate;
import java.util.List;

/**
 * How often a key may read the page, in a table of its own: reading it takes neither units nor room
 * from the counters of calls, and no group or override of a policy can meet its name. Where the
 * table is full the counter that ends first makes room. Thread-safe.
 */
public final class PageLimits implements AutoCloseable {

  private static final int SLOTS = 1 << 16; // 1.5 MiB; some 43,000 keys in the same minute

  private final Limiter limiter;
  private final Decider decider;
  private final LimitSet limits;

  public PageLimits(Ticker ticker) {
    this.limiter =
        new Limiter(
            LimiterConfig.DEFAULT
                .withCounters(SLOTS)
                .withEviction(Eviction.OLDEST)
                .withTicker(ticker));
    this.decider = Decider.of(limiter);
    this.limits =
        limiter.limits(
            Group.of(Gate.PAGE.name(), List.of(Gate.PAGE), List.of()), WindowStart.FIRST_CALL);
  }

  public Decider decider() {
    return decider;
  }

  public LimitSet limits() {
    return limits;
  }

  /** A key as a reader of the page; its overrides are of other limits. */
  public Caller caller(String keyId) {
    return limiter.caller(Caller.Kind.KEY, keyId, List.of());
  }

  @Override
  public void close() {
    limiter.close();
  }
}
