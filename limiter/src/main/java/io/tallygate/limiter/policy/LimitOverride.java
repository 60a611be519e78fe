package io.tallygate.limiter.policy;

import static io.tallygate.limiter.check.Checks.require;

/**
 * A number that replaces a limit's own for one caller.
 *
 * @param limit the limit's name; a group's first limit bears the group's name
 * @param count 1 to {@link Limit#COUNT_MAX}
 * @param untilSecond the Unix second at which it ends, {@link #NO_END} for never
 */
public record LimitOverride(String limit, long count, long untilSecond) {

  public static final long NO_END = Long.MAX_VALUE;

  public LimitOverride {
    require(
        count >= 1 && count <= Limit.COUNT_MAX,
        "count must be 1 to %s: count=%s",
        Limit.COUNT_MAX,
        count);
  }
}
