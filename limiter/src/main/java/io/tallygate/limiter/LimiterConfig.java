package io.tallygate.limiter;

import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.policy.OnFull;

/**
 * How a limiter keeps its counters.
 *
 * @param counters how many slots, 24 bytes each; live counters fill about three quarters of them
 * @param onFull what becomes of a call that finds no slot
 */
public record LimiterConfig(int counters, OnFull onFull, Eviction eviction, Ticker ticker) {

  public static final LimiterConfig DEFAULT =
      new LimiterConfig(1 << 20, OnFull.DENY, Eviction.NEVER, Ticker.SYSTEM); // 24 MiB

  public LimiterConfig withCounters(int value) {
    return new LimiterConfig(value, onFull, eviction, ticker);
  }

  public LimiterConfig withOnFull(OnFull value) {
    return new LimiterConfig(counters, value, eviction, ticker);
  }

  public LimiterConfig withEviction(Eviction value) {
    return new LimiterConfig(counters, onFull, value, ticker);
  }

  public LimiterConfig withTicker(Ticker value) {
    return new LimiterConfig(counters, onFull, eviction, value);
  }
}
