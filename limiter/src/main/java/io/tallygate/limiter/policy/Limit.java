package io.tallygate.limiter.policy;

import static io.tallygate.limiter.check.Checks.require;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A number of calls in a period: 500 in an hour.
 *
 * @param name what the limit is called in {@code RateLimit-Policy}; see {@link #NAME}
 * @param count calls per window, 1 to {@link #COUNT_MAX}
 * @param period the window's length, whole seconds, 1 s to {@link #PERIOD_MAX}
 */
public record Limit(String name, long count, Duration period) {

  /** What groups and limits may be called: they stand in header fields, metrics and file names. */
  public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  public static final long COUNT_MAX = 1_000_000_000;
  public static final Duration PERIOD_MAX = Duration.ofDays(366);

  public Limit {
    require(
        NAME.matcher(name).matches(),
        "name must be 1 to 64 of a-z 0-9 . _ - and start with a letter or digit: name=%s",
        name);
    require(count >= 1 && count <= COUNT_MAX, "count must be 1 to %s: count=%s", COUNT_MAX, count);
    require(
        period.equals(Duration.ofSeconds(period.toSeconds()))
            && period.toSeconds() >= 1
            && period.compareTo(PERIOD_MAX) <= 0,
        "period must be whole seconds from 1s to 366d: period=%s",
        period);
  }

  public Limit withCount(long value) {
    return new Limit(name, value, period);
  }

  public Limit withPeriod(Duration value) {
    return new Limit(name, count, value);
  }
}
