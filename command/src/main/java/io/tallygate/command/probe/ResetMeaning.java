package io.tallygate.command.probe;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the number or the text in a Reset field means. */
enum ResetMeaning {
  UNIX_SECONDS("unix-seconds", "Unix seconds at which the window ends"),
  UNIX_MILLISECONDS("unix-milliseconds", "Unix milliseconds at which the window ends"),
  SECONDS_LEFT("seconds-left", "seconds until the window ends"),
  MILLISECONDS_LEFT("milliseconds-left", "milliseconds until the window ends"),
  DURATION_LEFT("duration-left", "the time until the window ends, with units"),
  HTTP_DATE("http-date", "the date at which the window ends, as HTTP writes dates"),
  ISO_DATE("iso-date", "the date at which the window ends, as RFC 3339 writes dates");

  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
  private static final long AHEAD_MAX_MILLIS = 400 * DAY_MILLIS; // over the longest period
  private static final long MOTION_MIN_MILLIS = 1_500; // a second passes for whoever rounds
  private static final int TEXT_MAX = 64;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,9})?");
  private static final Pattern UNITS =
      Pattern.compile(
          "(?:([0-9]{1,3})d)?(?:([0-9]{1,4})h)?(?:([0-9]{1,6})m)?"
              + "(?:([0-9]{1,8}(?:\\.[0-9]{1,9})?)s)?(?:([0-9]{1,9}(?:\\.[0-9]{1,9})?)ms)?");

  private final String word;
  private final String text;

  ResetMeaning(String word, String text) {
    this.word = word;
    this.text = text;
  }

  /** For programs. */
  String word() {
    return word;
  }

  /** For people. */
  String text() {
    return text;
  }

  /** What all these resets mean; empty if that cannot be told, or they differ. */
  static Optional<ResetMeaning> of(List<Sight> sights) {
    List<Sight> written = sights.stream().filter(it -> !it.reading().reset().isEmpty()).toList();
    Set<Optional<ResetMeaning>> meanings =
        written.stream().map(sight -> of(sight, written)).collect(Collectors.toSet());
    return meanings.size() == 1 ? meanings.iterator().next() : Optional.empty();
  }

  private static Optional<ResetMeaning> of(Sight sight, List<Sight> all) {
    String reset = sight.reading().reset();
    if (reset.length() > TEXT_MAX) {
      return Optional.empty();
    }
    if (NUMBER.matcher(reset).matches()) {
      return ofNumber(Double.parseDouble(reset), sight, all);
    }
    if (durationMillis(reset).isPresent()) {
      return Optional.of(DURATION_LEFT);
    }
    if (Exchange.httpDateMillis(reset).isPresent()) {
      return Optional.of(HTTP_DATE);
    }
    return isoMillis(reset).isPresent() ? Optional.of(ISO_DATE) : Optional.empty();
  }

  private static Optional<ResetMeaning> ofNumber(double value, Sight sight, List<Sight> all) {
    long now = sight.exchange().serverMillis();
    if (isNear(value * 1_000, now)) {
      return Optional.of(UNIX_SECONDS);
    }
    if (isNear(value, now)) {
      return Optional.of(UNIX_MILLISECONDS);
    }
    if (value > AHEAD_MAX_MILLIS) {
      return Optional.empty();
    }
    Optional<ResetMeaning> moved = ofMotion(all);
    if (moved.isPresent()) {
      return moved;
    }
    if (sight.reading().windowSeconds().isEmpty()) {
      return Optional.empty(); // 60000 may be a minute or most of a day
    }
    long window = sight.reading().windowSeconds().getAsLong();
    if (value <= window + 1) {
      return Optional.of(SECONDS_LEFT);
    }
    return value <= (window + 1) * 1_000.0 ? Optional.of(MILLISECONDS_LEFT) : Optional.empty();
  }

  private static boolean isNear(double millis, long nowMillis) {
    return millis >= nowMillis - DAY_MILLIS && millis <= nowMillis + AHEAD_MAX_MILLIS;
  }

  /** By how fast it falls while time passes, at one endpoint. */
  private static Optional<ResetMeaning> ofMotion(List<Sight> all) {
    for (Sight early : all) {
      for (Sight late : all) {
        long millis = late.exchange().serverMillis() - early.exchange().serverMillis();
        double fallen = number(early) - number(late);
        if (millis >= MOTION_MIN_MILLIS
            && early.exchange().request().path().equals(late.exchange().request().path())
            && fallen > 0) {
          double perSecond = fallen * 1_000 / millis;
          return perSecond > 100
              ? Optional.of(MILLISECONDS_LEFT)
              : perSecond < 10 ? Optional.of(SECONDS_LEFT) : Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static double number(Sight sight) {
    String reset = sight.reading().reset();
    return NUMBER.matcher(reset).matches() ? Double.parseDouble(reset) : Double.NaN;
  }

  private static Optional<Long> durationMillis(String text) {
    Matcher units = UNITS.matcher(text);
    if (text.isEmpty() || !units.matches()) {
      return Optional.empty();
    }
    double seconds = part(units.group(1)) * 86_400 + part(units.group(2)) * 3_600;
    seconds += part(units.group(3)) * 60 + part(units.group(4)) + part(units.group(5)) / 1_000;
    return Optional.of(Math.round(seconds * 1_000));
  }

  private static double part(String digits) {
    return digits == null ? 0 : Double.parseDouble(digits);
  }

  private static Optional<Long> isoMillis(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** When the window ends that a sight speaks of, in milliseconds of the server's clock. */
  Optional<Long> endMillis(Sight sight) {
    String reset = sight.reading().reset();
    long now = sight.exchange().serverMillis();
    return switch (this) {
      case DURATION_LEFT -> durationMillis(reset).map(left -> now + left);
      case HTTP_DATE -> Exchange.httpDateMillis(reset);
      case ISO_DATE -> isoMillis(reset);
      default -> {
        if (!NUMBER.matcher(reset).matches()) {
          yield Optional.empty();
        }
        double value = Double.parseDouble(reset);
        yield Optional.of(
            switch (this) {
              case UNIX_SECONDS -> Math.round(value * 1_000);
              case UNIX_MILLISECONDS -> Math.round(value);
              case SECONDS_LEFT -> now + Math.round(value * 1_000);
              default -> now + Math.round(value);
            });
      }
    };
  }

  /** How far an end that is worked out may be from the real one, in milliseconds. */
  long toleranceMillis() {
    return switch (this) {
      case UNIX_SECONDS, UNIX_MILLISECONDS, HTTP_DATE, ISO_DATE -> 0;
      default -> 1_000; // Date is cut to whole seconds, and what is left is rounded
    };
  }
}
