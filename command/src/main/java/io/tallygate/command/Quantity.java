package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: {@code 250ms}, {@code 5m}, {@code 16MiB}. */
final class Quantity {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})(KiB|MiB|GiB)?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private Quantity() {}

  /**
   * Reads a whole number of at most nine digits.
   *
   * @param name of the setting, for the message
   */
  static int number(String name, String text) {
    require(NUMBER.matcher(text).matches(), "%s must be a whole number: %s=%s", name, name, text);
    return Integer.parseInt(text);
  }

  static Duration duration(String name, String text) {
    Matcher matcher = DURATION.matcher(text);
    require(
        matcher.matches(),
        "%s must be a duration, such as 250ms, 20s, 5m or 1h: %s=%s",
        name,
        name,
        text);
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  /** As {@link #duration} reads it, in the largest unit that has it whole. */
  static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1_000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds % 60 != 0 || seconds == 0) {
      return seconds + "s";
    }
    return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
  }

  /** As a sentence has it: {@code 20 s}, {@code 5 min}, {@code 1 h}. */
  static String spoken(Duration duration) {
    String text = text(duration);
    int unit = text.replaceAll("[a-z]", "").length();
    return text.substring(0, unit) + " " + text.substring(unit).replaceFirst("^m$", "min");
  }

  static long size(String name, String text) {
    Matcher matcher = SIZE.matcher(text);
    require(
        matcher.matches(),
        "%s must be a number of bytes, such as 65536, 64KiB, 16MiB or 16GiB: %s=%s",
        name,
        name,
        text);
    long amount = Long.parseLong(matcher.group(1));
    int shift = shift(matcher.group(2));
    require(amount <= Long.MAX_VALUE >> shift, "%s is too large: %s=%s", name, name, text);
    return amount << shift;
  }

  private static int shift(String unit) {
    if (unit == null) {
      return 0;
    }
    return switch (unit) {
      case "KiB" -> 10;
      case "MiB" -> 20;
      default -> 30;
    };
  }

  /** As {@link #size} reads it, in the largest unit that has it whole. */
  static String text(long bytes) {
    if (bytes == 0 || bytes % 1_024 != 0) {
      return Long.toString(bytes);
    }
    if (bytes % (1 << 30) == 0) {
      return (bytes >> 30) + "GiB";
    }
    return bytes % (1 << 20) == 0 ? (bytes >> 20) + "MiB" : (bytes >> 10) + "KiB";
  }
}
