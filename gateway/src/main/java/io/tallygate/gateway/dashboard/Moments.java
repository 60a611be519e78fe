package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.key.Life;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the times that forms have. Pure functions. */
final class Moments {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})\\s*([smhd])");

  private Moments() {}

  /**
   * The second at which something ends that holds through a day.
   *
   * @param day such as {@code 2027-01-31}, in UTC; empty for no end
   */
  static long endOf(String day) {
    if (day.isEmpty()) {
      return Life.NO_END;
    }
    try {
      return LocalDate.parse(day).plusDays(1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new Refusal(400, "A day is written as 2027-01-31.");
    }
  }

  /** Such as {@code 24h}; nothing if empty. */
  static Duration duration(String text) {
    if (text.isEmpty() || text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new Refusal(400, "A length of time is written as 30m, 24h or 7d.");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
