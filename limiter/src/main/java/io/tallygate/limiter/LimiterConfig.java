package io.tallygate.limiter;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.table.CounterTable;

/**
 * How a limiter keeps its counters.
 *
 * @param counters how many slots, 24 bytes each, 16 to {@link #COUNTERS_MAX}; rounded up to a power
 *     of two. Every new counter finds room while two thirds of them are live; at three quarters one
 *     in 100,000 does not, at nine tenths one in a hundred
 * @param onFull what becomes of a call that finds no slot
 */
public record LimiterConfig(int counters, OnFull onFull, Eviction eviction, Ticker ticker) {

  public static final LimiterConfig DEFAULT =
      new LimiterConfig(1 << 20, OnFull.DENY, Eviction.NEVER, Ticker.SYSTEM); // 24 MiB

  public static final int COUNTERS_MIN = CounterTable.SLOTS_MIN;
  public static final int COUNTERS_MAX = CounterTable.SLOTS_MAX;

  public LimiterConfig {
    require(
        counters >= COUNTERS_MIN && counters <= COUNTERS_MAX,
        "counters must be %s to %s: counters=%s",
        COUNTERS_MIN,
        COUNTERS_MAX,
        counters);
  }

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
