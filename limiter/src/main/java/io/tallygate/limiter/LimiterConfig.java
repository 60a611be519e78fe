package io.tallygate.limiter;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.storage.TableConfig;
import io.tallygate.limiter.table.CounterTable;
import org.jspecify.annotations.Nullable;

/**
 * How a limiter keeps its counters.
 *
 * @param counters how many live counters find room for sure, 16 to {@link #COUNTERS_MAX}; about 40
 *     bytes each, all of them taken at the start
 * @param onFull what becomes of a call that finds no slot
 * @param file where counters outlive the process; null for memory alone
 */
public record LimiterConfig(
    int counters, OnFull onFull, Eviction eviction, Ticker ticker, @Nullable TableConfig file) {

  public static final int COUNTERS_MIN = CounterTable.SLOTS_MIN;
  public static final int COUNTERS_MAX = 50_000_000;

  private static final int FILLED_PERCENT = 82;

  public static final LimiterConfig DEFAULT =
      new LimiterConfig(1_000_000, OnFull.DENY, Eviction.NEVER, Ticker.SYSTEM, null); // 40 MB

  public LimiterConfig {
    require(
        counters >= COUNTERS_MIN && counters <= COUNTERS_MAX,
        "counters must be %s to %s: counters=%s",
        COUNTERS_MIN,
        COUNTERS_MAX,
        counters);
    require(
        file == null || eviction == Eviction.NEVER,
        "counters in a file must never be evicted: eviction=%s",
        eviction);
  }

  public LimiterConfig withCounters(int value) {
    return new LimiterConfig(value, onFull, eviction, ticker, file);
  }

  public LimiterConfig withOnFull(OnFull value) {
    return new LimiterConfig(counters, value, eviction, ticker, file);
  }

  public LimiterConfig withEviction(Eviction value) {
    return new LimiterConfig(counters, onFull, value, ticker, file);
  }

  public LimiterConfig withTicker(Ticker value) {
    return new LimiterConfig(counters, onFull, eviction, value, file);
  }

  /** Counters in a file, which keeps its own number of them once it is there. */
  public LimiterConfig withFile(TableConfig value) {
    return new LimiterConfig(counters, onFull, eviction, ticker, value);
  }

  /** What a limiter of this configuration takes for its counters, in memory or in a new file. */
  public long bytes() {
    return CounterTable.bytes(slots());
  }

  int slots() {
    return slots(counters);
  }

  /**
   * Slots for so many counters: where more than 82 of 100 are taken, the way to a free one, and to
   * a counter, gets long.
   */
  static int slots(int counters) {
    return (int) ((counters * 100L + FILLED_PERCENT - 1) / FILLED_PERCENT);
  }

  /** For how many counters so many slots are. */
  static int counters(int slots) {
    return (int) ((long) slots * FILLED_PERCENT / 100);
  }
}
