package io.tallygate.client.field;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** How long it is until a reset that a field tells in whatever unit. Pure functions. */
final class ResetTime {

  /*
   * X-RateLimit-Reset has no specification. Servers send Unix seconds, Unix milliseconds or
   * seconds from now, some with a fraction. The three cannot be mistaken for each other:
   *
   *          0 ............ 366 days   seconds from now
   *       10^9 ............ 10^11      Unix seconds: the year 2001 to the year 5138
   *      10^12 ............ 10^14      Unix milliseconds: the same years
   *   all else                         nothing that we know, ignored
   *
   * A moment is turned into a wait by the server's own time (see ServerTime). A wait of more than
   * 366 days is ignored, and so is a moment that is past: both tell of a wrong clock or a wrong
   * reading, and a wait that is unknown is handled as such.
   */

  static final Duration RESET_MAX = Duration.ofDays(366);

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,14}(\\.[0-9]{1,9})?");

  private static final long UNIX_SECONDS_MIN = 1_000_000_000L;
  private static final long UNIX_SECONDS_MAX = 100_000_000_000L;
  private static final long UNIX_MILLIS_MIN = UNIX_SECONDS_MIN * 1_000;
  private static final long UNIX_MILLIS_MAX = UNIX_SECONDS_MAX * 1_000;

  private ResetTime() {}

  /** {@code X-RateLimit-Reset}: any of the three. */
  static Optional<Duration> read(String value, ServerTime now) {
    return number(value).flatMap(number -> until(number, now)).filter(ResetTime::isSane);
  }

  /** {@code RateLimit-Reset} of the drafts up to -06: seconds from now, nothing else. */
  static Optional<Duration> delta(String value) {
    return number(value).map(number -> ofMicros(scaled(number, 6))).filter(ResetTime::isSane);
  }

  /** A parameter of seconds. */
  static Optional<Duration> seconds(OptionalLong value) {
    return value.isPresent() && value.getAsLong() <= RESET_MAX.toSeconds()
        ? Optional.of(Duration.ofSeconds(value.getAsLong())).filter(ResetTime::isSane)
        : Optional.empty();
  }

  private static Optional<Duration> until(BigDecimal number, ServerTime now) {
    long units = number.longValue();
    if (units <= RESET_MAX.toSeconds()) {
      return Optional.of(ofMicros(scaled(number, 6)));
    }
    if (units >= UNIX_SECONDS_MIN && units < UNIX_SECONDS_MAX) {
      return Optional.of(ofMicros(scaled(number, 6) - now.micros()));
    }
    if (units >= UNIX_MILLIS_MIN && units < UNIX_MILLIS_MAX) {
      return Optional.of(ofMicros(scaled(number, 3) - now.micros()));
    }
    return Optional.empty();
  }

  /** A plain decimal number, below 10^14 so that nothing overflows. */
  private static Optional<BigDecimal> number(String value) {
    String number = value.strip();
    return NUMBER.matcher(number).matches()
        ? Optional.of(new BigDecimal(number))
        : Optional.empty();
  }

  /** Rounded up to whole microseconds. */
  private static long scaled(BigDecimal number, int digits) {
    BigDecimal micros = number.movePointRight(digits).setScale(0, RoundingMode.UP);
    return micros.min(BigDecimal.valueOf(Long.MAX_VALUE / 2)).longValueExact();
  }

  private static Duration ofMicros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  private static boolean isSane(Duration wait) {
    return !wait.isNegative() && !wait.isZero() && wait.compareTo(RESET_MAX) <= 0;
  }
}
