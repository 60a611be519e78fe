package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Points in time as they are given and printed: a day in UTC, or an instant. */
final class Moments {

  private Moments() {}

  /**
   * The second at which something ends: a day ends with its last second.
   *
   * @param what the option, for the message
   */
  static long end(String what, String text, long nowSecond) {
    long second = second(what, text, 1);
    require(
        second > nowSecond,
        "%1$s must be in the future: %1$s=%2$s now=%3$s",
        what,
        text(second),
        text(nowSecond));
    return second;
  }

  /** The second at which something begins: a day begins with its first. */
  static long begin(String what, String text) {
    return second(what, text, 0);
  }

  /** The second at which something ended or will: a day ends with its last second. */
  static long close(String what, String text) {
    return second(what, text, 1);
  }

  private static long second(String what, String text, int daysLater) {
    try {
      long second =
          text.indexOf('T') < 0
              ? LocalDate.parse(text)
                  .plusDays(daysLater)
                  .atStartOfDay(ZoneOffset.UTC)
                  .toEpochSecond()
              : Instant.parse(text).getEpochSecond();
      require(second > 0, "%1$s must be later than 1970: %1$s=%2$s", what, text);
      return second;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%1$s must be a date such as 2027-03-31 or 2027-03-31T18:00:00Z: %1$s=%2$s"
              .formatted(what, text),
          e);
    }
  }

  static String text(long second) {
    return Instant.ofEpochSecond(second).toString();
  }
}
