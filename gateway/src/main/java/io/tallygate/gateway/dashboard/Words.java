package io.tallygate.gateway.dashboard;

import io.tallygate.policy.LimitText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** How the pages write numbers, times and other people's texts. Pure functions. */
final class Words {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What moves or hides other text: control characters, marks of direction, lone surrogates. */
  private static final Pattern HARMFUL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private static final long MINUTE_SECONDS = 60;
  private static final long HOUR_SECONDS = 3_600;
  private static final long DAY_SECONDS = 86_400;

  private Words() {}

  /** A text of others, in which every character stands for itself. */
  static String safe(String text) {
    return HARMFUL.matcher(text).replaceAll("\uFFFD");
  }

  static String count(long number) {
    return number < 0 ? "-" + LimitText.grouped(-number) : LimitText.grouped(number);
  }

  /** In UTC, to the second. */
  static String time(long second) {
    return TIME.format(Instant.ofEpochSecond(second));
  }

  /** In UTC, without the year. */
  static String minute(long second) {
    return MINUTE.format(Instant.ofEpochSecond(second));
  }

  /** For programs that read the page. */
  static String iso(long second) {
    return Instant.ofEpochSecond(second).toString();
  }

  /** A length of time in its two largest parts: {@code 34 min 12 s}. */
  static String span(long seconds) {
    long rest = Math.max(0, seconds);
    if (rest < MINUTE_SECONDS) {
      return rest + " s";
    }
    if (rest < HOUR_SECONDS) {
      return parts(rest / MINUTE_SECONDS + " min", rest % MINUTE_SECONDS, " s");
    }
    if (rest < DAY_SECONDS) {
      return parts(rest / HOUR_SECONDS + " h", rest % HOUR_SECONDS / MINUTE_SECONDS, " min");
    }
    return parts(rest / DAY_SECONDS + " d", rest % DAY_SECONDS / HOUR_SECONDS, " h");
  }

  private static String parts(String large, long small, String unit) {
    return small == 0 ? large : large + " " + small + unit;
  }

  /** How long ago something was. */
  static String ago(long second, long nowSecond) {
    return nowSecond - second < 1 ? "just now" : span(nowSecond - second) + " ago";
  }

  /** A part of one in whole percent, never 100 before it is all. */
  static String percent(double share) {
    return (long) Math.floor(Math.max(0, Math.min(1, share)) * 100) + " %";
  }

  /** The length of a bar, of a thousand. */
  static long thousandths(double share) {
    return Math.round(Math.max(0, Math.min(1, share)) * 1_000);
  }

  /** How near a limit is: {@code ok}, {@code low} from 80 %, {@code spent} at its end. */
  static String level(double share) {
    return share >= 1 ? "spent" : share >= 0.8 ? "low" : "ok";
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
