package io.tallygate.limiter.policy;

import static io.tallygate.limiter.check.Checks.require;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A number of calls in a period, 500 in an hour; or of calls at once.
 *
 * @param name what the limit is called in {@code RateLimit-Policy}; see {@link #NAME}
 * @param count calls per period, 1 to {@link #COUNT_MAX}; in flight, calls at once, 1 to {@link
 *     #IN_FLIGHT_MAX}
 * @param period whole seconds, 1 s to {@link #PERIOD_MAX}; in flight always {@link #LONGEST_CALL}
 * @param burst calls that may come at once: for {@link Algorithm#SMOOTH} 1 to {@code count}, else
 *     {@code count}
 */
public record Limit(String name, long count, Duration period, Algorithm algorithm, long burst) {

  /** What groups and limits may be called: they stand in header fields, metrics and file names. */
  public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  public static final long COUNT_MAX = 1_000_000_000;
  public static final long IN_FLIGHT_MAX = 1_000_000;
  public static final Duration PERIOD_MAX = Duration.ofDays(366);

  /** How long a call in flight holds its place at least, should its end never be told. */
  public static final Duration LONGEST_CALL = Duration.ofHours(1);

  /** The fastest that a smooth limit lets calls come back. */
  public static final long SMOOTH_PER_SECOND_MAX = 10_000;

  /** A sliding limit's count times its period in milliseconds: what doubles hold exactly. */
  public static final long SLIDING_MAX = 1L << 53;

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
    switch (algorithm) {
      case FIXED_WINDOW -> {}
      case SLIDING_WINDOW ->
          require(
              count <= SLIDING_MAX / period.toMillis(),
              "sliding count must be at most %s in this period: count=%s",
              SLIDING_MAX / period.toMillis(),
              count);
      case SMOOTH ->
          require(
              count <= period.toSeconds() * SMOOTH_PER_SECOND_MAX,
              "smooth count must be at most 10,000 a second: count=%s period=%s",
              count,
              period);
      case IN_FLIGHT -> {
        require(
            count <= IN_FLIGHT_MAX,
            "count in flight must be 1 to %s: count=%s",
            IN_FLIGHT_MAX,
            count);
        require(period.equals(LONGEST_CALL), "period in flight must be 1h: period=%s", period);
      }
    }
    require(
        algorithm == Algorithm.SMOOTH ? burst >= 1 && burst <= count : burst == count,
        "burst must be 1 to the count, and the count itself unless smooth: burst=%s count=%s",
        burst,
        count);
  }

  /** A fixed window. */
  public Limit(String name, long count, Duration period) {
    this(name, count, period, Algorithm.FIXED_WINDOW, count);
  }

  public static Limit sliding(String name, long count, Duration period) {
    return new Limit(name, count, period, Algorithm.SLIDING_WINDOW, count);
  }

  public static Limit smooth(String name, long count, Duration period, long burst) {
    return new Limit(name, count, period, Algorithm.SMOOTH, burst);
  }

  public static Limit inFlight(String name, long count) {
    return new Limit(name, count, LONGEST_CALL, Algorithm.IN_FLIGHT, count);
  }

  /** The same limit with another number; a burst that is greater than it is lowered to it. */
  public Limit withCount(long value) {
    long fitting = algorithm == Algorithm.SMOOTH ? Math.min(burst, value) : value;
    return new Limit(name, value, period, algorithm, fitting);
  }

  public Limit withPeriod(Duration value) {
    return new Limit(name, count, value, algorithm, burst);
  }
}
