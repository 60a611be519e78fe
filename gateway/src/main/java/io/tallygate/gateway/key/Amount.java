package io.tallygate.gateway.key;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.policy.Limit;
import java.math.BigDecimal;

/** What a rule makes of a limit's number: another one, or a multiple. */
public sealed interface Amount {

  /** The number that the rule makes of the one of the level below, within 1 to 1,000,000,000. */
  default long of(long lower) {
    return Math.max(1, Math.min(exactly(lower), Limit.COUNT_MAX));
  }

  /** The same, rounded down, and not held to what a limit may be. */
  long exactly(long lower);

  /**
   * A number, whatever the level below says.
   *
   * @param count 1 to {@link Limit#COUNT_MAX}
   */
  record Count(long count) implements Amount {

    public Count {
      require(
          count >= 1 && count <= Limit.COUNT_MAX,
          "count must be 1 to %s: count=%s",
          Limit.COUNT_MAX,
          count);
    }

    @Override
    public long exactly(long lower) {
      return count;
    }

    @Override
    public String toString() {
      return Long.toString(count);
    }
  }

  /**
   * A multiple of the number of the level below.
   *
   * @param thousandths 1 to {@link #THOUSANDTHS_MAX}: x0.001 to x1000000
   */
  record Factor(long thousandths) implements Amount {

    public static final long THOUSANDTHS_MAX = 1_000_000_000;

    public Factor {
      require(
          thousandths >= 1 && thousandths <= THOUSANDTHS_MAX,
          "factor must be x0.001 to x1000000, with at most 3 decimals: factor=%s",
          BigDecimal.valueOf(thousandths, 3));
    }

    @Override
    public long exactly(long lower) {
      return lower * thousandths / 1_000; // at most 10^18: fits
    }

    @Override
    public String toString() {
      return "x" + BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
    }
  }
}
