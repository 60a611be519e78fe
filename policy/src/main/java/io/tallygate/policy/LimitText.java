package io.tallygate.policy;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.yaml.Nearest;
import io.tallygate.policy.yaml.Problems;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit as people write it: {@code 500 requests/hour}, {@code 500/hour sliding}, {@code 500/hour
 * smooth, burst 20}, {@code 10 in flight}.
 *
 * <p>A whole number, whose thousands may be grouped by commas; then perhaps {@code requests}; then
 * {@code /} or {@code per}; then {@code second}, {@code minute}, {@code hour} or {@code day}, or a
 * whole number of them, or of {@code s}, {@code m}, {@code h} or {@code d}; then perhaps {@code
 * sliding}, or {@code smooth}, behind which a burst may stand. Or a whole number {@code in flight}.
 *
 * @param count 1 to {@link Limit#COUNT_MAX}; in flight to {@link Limit#IN_FLIGHT_MAX}
 * @param period whole seconds, 1 s to {@link Limit#PERIOD_MAX}; in flight {@link
 *     Limit#LONGEST_CALL}, which is not written
 * @param burst as in {@link Limit}
 */
public record LimitText(long count, Duration period, Algorithm algorithm, long burst) {

  /** The burst of a smooth limit that names none: an even rate, and nothing saved up. */
  public static final long BURST = 1;

  /** The form of what has a time; what stands behind it is looked at by {@link #ALGORITHM}. */
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9][0-9,]*)( requests?)?( ?/ ?| per )([0-9]+ ?)?([A-Za-z]+)((?:,| ).*)?",
          Pattern.DOTALL);

  private static final Pattern ALGORITHM =
      Pattern.compile(" ([A-Za-z]+)(?:(,? ?)([A-Za-z]+)(?:( ?)([0-9][0-9,]*))?)?");
  private static final Pattern BURST_ALONE = Pattern.compile(",? ?burst\\b.*", Pattern.DOTALL);

  /** A number of requests and words in place of a time. */
  private static final Pattern WITHOUT_TIME =
      Pattern.compile("([0-9][0-9,]*)( requests?)? ([A-Za-z][A-Za-z -]*)");

  private static final String IN_FLIGHT = "in flight";
  private static final String SLIDING = "sliding";
  private static final String SMOOTH = "smooth";
  private static final String BURST_WORD = "burst";
  private static final String BURST_FORM = "500 requests/hour smooth, burst 20";

  private static final String RULE =
      "limit must be a number per time, as in 500 requests/hour, or a number in flight, as in 10 in"
          + " flight";
  private static final int TEXT_MAX = 100;
  private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final Pattern GROUPED = Pattern.compile("[1-9][0-9]{0,2}(,[0-9]{3})+");

  /** Words first, the longest first, so that a period is shown in the largest that fits. */
  private static final Map<String, Duration> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("day", Duration.ofDays(1));
    UNITS.put("hour", Duration.ofHours(1));
    UNITS.put("minute", Duration.ofMinutes(1));
    UNITS.put("second", Duration.ofSeconds(1));
  }

  private static final List<String> LETTERS = List.of("d", "h", "m", "s");

  public LimitText {
    new Limit("limit", count, period, algorithm, burst); // the ranges are its business
  }

  /** So many in each window. */
  public LimitText(long count, Duration period) {
    this(count, period, Algorithm.FIXED_WINDOW, count);
  }

  public static LimitText of(Limit limit) {
    return new LimitText(limit.count(), limit.period(), limit.algorithm(), limit.burst());
  }

  /**
   * Reads a limit.
   *
   * @throws IllegalArgumentException saying which rule the text breaks
   */
  public static LimitText parse(String text) {
    String shown = Problems.shown(text);
    require(text.length() <= TEXT_MAX, RULE + ": limit=%s", shown);
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return inFlight(text, shown);
    }
    long count = count(form.group(1), shown);
    Duration period = period(form, shown);
    if (form.group(6) == null) {
      return new LimitText(count, period);
    }
    return withAlgorithm(new LimitText(count, period), form.group(6), shown);
  }

  private static LimitText inFlight(String text, String shown) {
    Matcher words = WITHOUT_TIME.matcher(text);
    if (!words.matches() || !words.group(3).equals(IN_FLIGHT)) {
      String hint = words.matches() ? Nearest.hint(words.group(3), List.of(IN_FLIGHT)) : "";
      throw new IllegalArgumentException(RULE + ": limit=" + shown + hint);
    }
    long count = count(words.group(1), shown);
    return new LimitText(count, Limit.LONGEST_CALL, Algorithm.IN_FLIGHT, count);
  }

  private static long count(String digits, String shown) {
    long count = number(digits, shown);
    require(
        count >= 1 && count <= Limit.COUNT_MAX,
        "count must be 1 to %s: count=%s",
        Limit.COUNT_MAX,
        digits);
    return count;
  }

  private static Duration period(Matcher form, String shown) {
    String times = form.group(4);
    Duration unit = times == null ? wordUnit(form.group(5)) : unit(form.group(5));
    long units = times == null ? 1 : number(times.strip(), shown);
    require(
        units >= 1 && units <= Limit.PERIOD_MAX.toSeconds() / unit.toSeconds(),
        "period must be 1 second to 366 days: period=%s%s",
        times,
        form.group(5));
    return unit.multipliedBy(units);
  }

  private static LimitText withAlgorithm(LimitText rate, String words, String shown) {
    require(
        !BURST_ALONE.matcher(words).matches(),
        "only a smooth limit has a burst, as in %s: limit=%s",
        BURST_FORM,
        shown);
    Matcher algorithm = ALGORITHM.matcher(words);
    require(algorithm.matches(), RULE + ": limit=%s", shown);
    String word = algorithm.group(1);
    boolean more = algorithm.group(3) != null;
    if (word.equals(SLIDING)) {
      require(!more, "nothing may stand behind sliding: limit=%s", shown);
      return new LimitText(rate.count, rate.period, Algorithm.SLIDING_WINDOW, rate.count);
    }
    if (!word.equals(SMOOTH)) {
      throw new IllegalArgumentException(
          "behind the time only sliding or smooth may stand: word="
              + word
              + Nearest.hint(word, List.of(SLIDING, SMOOTH)));
    }
    long burst = more ? burst(algorithm, shown) : BURST;
    return new LimitText(rate.count, rate.period, Algorithm.SMOOTH, burst);
  }

  private static long burst(Matcher smooth, String shown) {
    String word = smooth.group(3);
    if (!word.equals(BURST_WORD)) {
      throw new IllegalArgumentException(
          "behind smooth only a burst may stand, as in "
              + BURST_FORM
              + ": word="
              + word
              + Nearest.hint(word, List.of(BURST_WORD)));
    }
    require(
        smooth.group(2).equals(", ") && " ".equals(smooth.group(4)),
        "burst stands behind a comma and before its number, as in %s: limit=%s",
        BURST_FORM,
        shown);
    return number(smooth.group(5), shown);
  }

  private static long number(String digits, String limit) {
    if (digits.indexOf(',') >= 0) {
      require(
          GROUPED.matcher(digits).matches(),
          "commas must group thousands, as in 50,000: limit=%s",
          limit);
    }
    String bare = digits.replace(",", "");
    require(
        !bare.startsWith("0") || bare.equals("0"), "number must not begin with 0: limit=%s", limit);
    return DIGITS.matcher(bare).matches() ? Long.parseLong(bare) : Long.MAX_VALUE;
  }

  /** Behind a number a unit may be a letter too: {@code 30s}. */
  private static Duration unit(String word) {
    int letter = LETTERS.indexOf(word);
    return letter >= 0 ? List.copyOf(UNITS.values()).get(letter) : wordUnit(word);
  }

  private static Duration wordUnit(String word) {
    Duration unit = UNITS.get(word.replaceFirst("(?<=.)s$", ""));
    if (unit == null) {
      throw new IllegalArgumentException(
          "unit must be second, minute, hour or day, or as in 30s, 15m, 6h, 7d: unit="
              + word
              + Nearest.hint(word, UNITS.keySet()));
    }
    return unit;
  }

  /** The limit by this name. */
  public Limit named(String name) {
    return new Limit(name, count, period, algorithm, burst);
  }

  /** The period behind "per": {@code hour}, {@code 30 seconds}. */
  public String per() {
    long seconds = period.toSeconds();
    for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
      long units = seconds / unit.getValue().toSeconds();
      if (units * unit.getValue().toSeconds() == seconds) {
        return units == 1 ? unit.getKey() : units + " " + unit.getKey() + "s";
      }
    }
    throw new AssertionError(period);
  }

  /** As the page writes it: {@code 50,000 requests/hour}. Reads back as the same. */
  @Override
  public String toString() {
    String rate = grouped(count) + (count == 1 ? " request/" : " requests/") + per();
    return switch (algorithm) {
      case FIXED_WINDOW -> rate;
      case SLIDING_WINDOW -> rate + " " + SLIDING;
      case SMOOTH -> rate + " " + SMOOTH + ", " + BURST_WORD + " " + grouped(burst);
      case IN_FLIGHT -> grouped(count) + " " + IN_FLIGHT;
    };
  }

  /** A number as people read it: {@code 50,000}. Quick, for a page may have thousands. */
  public static String grouped(long number) {
    String digits = Long.toString(number);
    StringBuilder grouped = new StringBuilder(digits.length() + digits.length() / 3);
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0) {
        grouped.append(',');
      }
      grouped.append(digits.charAt(i));
    }
    return grouped.toString();
  }
}
