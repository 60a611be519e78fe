package io.tallygate.policy.published;

import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.LimitText;
import io.tallygate.policy.published.Token.Rate;
import io.tallygate.policy.published.Token.Unclear;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds limits in a text, in the spellings that pages have. */
final class LimitWords {

  /*
   * Every part of the patterns is bounded and begins with a character that the part before it
   * cannot end with, so that the time to look through a line grows with its length only.
   */

  static final String REQUESTS = "(?:(?:API|HTTP) )?(?:requests?|reqs?|calls?|queries|hits)";

  private static final String NUMBER =
      "([0-9](?:[0-9,]{0,20}[0-9])?(?:\\.[0-9]{1,9})?)(?: ?([kKM])(?![A-Za-z]))?";

  /** Neither the second half of a number nor of a range. */
  private static final String WHOLE =
      "(?<![0-9.,'\\u2019_~\\u2013-]|[0-9][ \\u00a0\\u202f\\u2009])";

  private static final String TIME = "(?:([0-9]{1,9})[ -]?)?([A-Za-z]{1,20})(?![A-Za-z])";

  /** What our own pages say behind the time: see {@link LimitText}. */
  private static final String ALGORITHM =
      "(?: (sliding|smooth(?:, burst ([0-9](?:[0-9,]{0,20}[0-9])?)(?![0-9.,]*[0-9]))?)"
          + "(?![A-Za-z]))?";

  private static final Pattern RATE =
      Pattern.compile(
          WHOLE
              + NUMBER
              + "(?:[ -]?("
              + REQUESTS
              + ")\\.?(?: ?/ ?|[ -](?:per|an?|every|each|in)(?: an?)?[ -])| ?/ ?| (?:per|every) )"
              + "(?!flight(?![A-Za-z]))"
              + TIME
              + ALGORITHM,
          Pattern.CASE_INSENSITIVE);
  private static final Pattern IN_FLIGHT =
      Pattern.compile(
          WHOLE
              + NUMBER
              + " (?:(?:"
              + REQUESTS
              + " )?in[ -]flight|concurrent "
              + REQUESTS
              + ")(?![A-Za-z])",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SHORT =
      Pattern.compile(WHOLE + NUMBER + " ?([rq]p[smhd])(?![A-Za-z])", Pattern.CASE_INSENSITIVE);
  private static final Pattern LABEL =
      Pattern.compile(
          REQUESTS + "(?: ?/ ?| per )" + TIME + " ?[:=] ?" + NUMBER + "(?![0-9.,])",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern THOUSANDS = Pattern.compile("[1-9][0-9]{0,2}(?:,[0-9]{3})+");
  private static final Pattern PLAIN = Pattern.compile("[1-9][0-9]{0,17}");
  private static final Pattern DOTTED = Pattern.compile("[0-9]{1,3}\\.[0-9]{3}");

  private static final Map<String, Duration> UNITS = new HashMap<>();

  static {
    units(Duration.ofSeconds(1), "s", "sec", "secs", "second", "seconds");
    units(Duration.ofMinutes(1), "min", "mins", "minute", "minutes");
    units(Duration.ofHours(1), "h", "hr", "hrs", "hour", "hours");
    units(Duration.ofDays(1), "d", "day", "days");
    units(Duration.ofDays(7), "week", "weeks");
  }

  private LimitWords() {}

  private static void units(Duration unit, String... words) {
    for (String word : words) {
      UNITS.put(word, unit);
    }
  }

  /** The words for units of time that are read. */
  static Map<String, Duration> units() {
    return Map.copyOf(UNITS);
  }

  /** Rates, and what looks like one and is none, from left to right; none covers another. */
  static List<Token> find(String text) {
    List<Token> found = new ArrayList<>();
    Matcher rate = RATE.matcher(text);
    while (rate.find()) {
      Token token = token(rate, () -> rate(rate));
      // 24/7 is no limit, and no word that looks like one: only what names requests is.
      if (token instanceof Rate || rate.group(3) != null || UNITS.containsKey(unit(rate))) {
        found.add(token);
      }
    }
    Matcher brief = SHORT.matcher(text);
    while (brief.find()) {
      String unit = brief.group(3).substring(2).toLowerCase(Locale.ROOT);
      Written written =
          new Written(brief.group(1), brief.group(2), null, unit.equals("m") ? "min" : unit);
      found.add(token(brief, () -> limit(written)));
    }
    Matcher label = LABEL.matcher(text);
    while (label.find()) {
      Written written = new Written(label.group(3), label.group(4), label.group(1), label.group(2));
      found.add(token(label, () -> limit(written)));
    }
    Matcher inFlight = IN_FLIGHT.matcher(text);
    while (inFlight.find()) {
      found.add(token(inFlight, () -> inFlight(count(inFlight.group(1), inFlight.group(2)))));
    }
    found.sort((a, b) -> Integer.compare(a.start(), b.start()));
    return found;
  }

  private static String unit(Matcher rate) {
    return rate.group(5).toLowerCase(Locale.ROOT);
  }

  private record Written(
      String number, @Nullable String factor, @Nullable String times, String unit) {}

  private static Token token(Matcher at, Supplier<LimitText> limit) {
    try {
      return new Rate(at.start(), at.end(), limit.get());
    } catch (IllegalArgumentException e) {
      return new Unclear(at.start(), at.end(), String.valueOf(e.getMessage()));
    }
  }

  private static LimitText rate(Matcher rate) {
    LimitText limit =
        limit(new Written(rate.group(1), rate.group(2), rate.group(4), rate.group(5)));
    if (rate.group(6) == null) {
      return limit;
    }
    if (rate.group(6).equalsIgnoreCase("sliding")) {
      return new LimitText(limit.count(), limit.period(), Algorithm.SLIDING_WINDOW, limit.count());
    }
    long burst = rate.group(7) == null ? LimitText.BURST : count(rate.group(7), null);
    return new LimitText(limit.count(), limit.period(), Algorithm.SMOOTH, burst);
  }

  private static LimitText inFlight(long count) {
    return new LimitText(count, Limit.LONGEST_CALL, Algorithm.IN_FLIGHT, count);
  }

  private static LimitText limit(Written written) {
    String word = written.unit().toLowerCase(Locale.ROOT);
    // Behind a number m is a minute to everybody: 15m. Alone it may be a month.
    Duration unit =
        word.equals("m") && written.times() != null ? Duration.ofMinutes(1) : UNITS.get(word);
    if (unit == null) {
      throw new IllegalArgumentException(
          "unit must be second, minute, hour, day or week: unit=" + written.unit());
    }
    long times = written.times() == null ? 1 : Long.parseLong(written.times());
    return new LimitText(count(written.number(), written.factor()), unit.multipliedBy(times));
  }

  private static long count(String number, @Nullable String factor) {
    if (DOTTED.matcher(number).matches() && factor == null) {
      throw new IllegalArgumentException(
          "a dot may part thousands or begin a fraction, write 50,000 or 50000: number=" + number);
    }
    String whole = number.split("\\.", 2)[0];
    if (!THOUSANDS.matcher(whole).matches()
        && !PLAIN.matcher(whole).matches()
        && !"0".equals(whole)) {
      throw new IllegalArgumentException(
          "number must be written as 50000 or 50,000: number=" + number);
    }
    try {
      return new BigDecimal(number.replace(",", "")).multiply(value(factor)).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("number must be whole: number=" + number, e);
    }
  }

  private static BigDecimal value(@Nullable String factor) {
    if (factor == null) {
      return BigDecimal.ONE;
    }
    return BigDecimal.valueOf(factor.equalsIgnoreCase("k") ? 1_000 : 1_000_000);
  }
}
