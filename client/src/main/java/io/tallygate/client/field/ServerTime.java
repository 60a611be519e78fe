package io.tallygate.client.field;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's time when it answered.
 *
 * @param micros microseconds since the epoch
 */
public record ServerTime(long micros) {

  /*
   * Date has whole seconds, cut off, so the server's time is in [Date, Date + 1 s). Where this
   * machine's clock is in there too, it is the better reading; else the start of the second, which
   * makes waits up to a second too long rather than too short.
   */

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  /** IMF-fixdate, and the two obsolete forms that RFC 9110, section 5.6.7, has readers accept. */
  private static final Pattern IMF =
      Pattern.compile("[a-z]{3}, (\\d{2}) ([a-z]{3}) (\\d{4}) (\\d{2}:\\d{2}:\\d{2}) gmt");

  private static final Pattern RFC_850 =
      Pattern.compile("[a-z]{6,9}, (\\d{2})-([a-z]{3})-(\\d{2}) (\\d{2}:\\d{2}:\\d{2}) gmt");
  private static final Pattern ASCTIME =
      Pattern.compile("[a-z]{3} ([a-z]{3}) ([ \\d]\\d) (\\d{2}:\\d{2}:\\d{2}) (\\d{4})");

  public static ServerTime of(Optional<String> date, long wallMicros) {
    Optional<Long> second = date.flatMap(value -> httpDate(value, wallMicros));
    if (second.isEmpty()) {
      return new ServerTime(wallMicros);
    }
    long start = second.get() * 1_000_000;
    boolean isInSecond = wallMicros >= start && wallMicros < start + 1_000_000;
    return new ServerTime(isInSecond ? wallMicros : start);
  }

  /** The Unix second of an HTTP date. */
  public static Optional<Long> httpDate(String value, long wallMicros) {
    String date = value.strip().toLowerCase(Locale.ROOT);
    try {
      Matcher imf = IMF.matcher(date);
      if (imf.matches()) {
        return second(Integer.parseInt(imf.group(3)), imf.group(2), imf.group(1), imf.group(4));
      }
      Matcher old = RFC_850.matcher(date);
      if (old.matches()) {
        int year = fullYear(Integer.parseInt(old.group(3)), wallMicros);
        return second(year, old.group(2), old.group(1), old.group(4));
      }
      Matcher asc = ASCTIME.matcher(date);
      if (asc.matches()) {
        int year = Integer.parseInt(asc.group(4));
        return second(year, asc.group(1), asc.group(2).strip(), asc.group(3));
      }
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty(); // such as the 31st of February
    }
  }

  /** Two digits that seem over 50 years ahead are of the past (RFC 9110, section 5.6.7). */
  private static int fullYear(int twoDigits, long wallMicros) {
    long now = Math.floorDiv(wallMicros, 1_000_000L);
    int thisYear = LocalDateTime.ofEpochSecond(now, 0, ZoneOffset.UTC).getYear();
    int year = thisYear - thisYear % 100 + twoDigits;
    return year > thisYear + 50 ? year - 100 : year;
  }

  private static Optional<Long> second(int year, String month, String day, String time) {
    int monthNumber = MONTHS.indexOf(month) + 1;
    boolean isLeapSecond = time.endsWith(":60");
    LocalTime clock = LocalTime.parse(isLeapSecond ? time.substring(0, 6) + "59" : time);
    LocalDateTime moment =
        LocalDateTime.of(LocalDate.of(year, monthNumber, Integer.parseInt(day)), clock);
    return Optional.of(moment.toEpochSecond(ZoneOffset.UTC) + (isLeapSecond ? 1 : 0));
  }
}
