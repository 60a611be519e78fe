package io.tallygate.policy;

import static io.tallygate.limiter.check.Checks.require;

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
 * A limit as people write it: {@code 500 requests/hour}, {@code 500/hour}, {@code 100/30s}.
 *
 * <p>A whole number, whose thousands may be grouped by commas; then perhaps {@code requests}; then
 * {@code /} or {@code per}; then {@code second}, {@code minute}, {@code hour} or {@code day}, or a
 * whole number of them, or of {@code s}, {@code m}, {@code h} or {@code d}.
 *
 * @param count 1 to {@link Limit#COUNT_MAX}
 * @param period whole seconds, 1 s to {@link Limit#PERIOD_MAX}
 */
public record LimitText(long count, Duration period) {

  /** What {@link #parse} reads; the schema of the file has the same pattern. */
  static final Pattern FORM =
      Pattern.compile(
          "([0-9][0-9,]*)( requests?)?( ?/ ?| per )([0-9]+ ?)?([A-Za-z]+)", Pattern.DOTALL);

  private static final String RULE = "limit must be a number per time, as in 500 requests/hour";
  private static final int TEXT_MAX = 64;
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
    new Limit("limit", count, period); // the ranges are its business
  }

  public static LimitText of(Limit limit) {
    return new LimitText(limit.count(), limit.period());
  }

  /**
   * Reads a limit.
   *
   * @throws IllegalArgumentException saying which rule the text breaks
   */
  public static LimitText parse(String text) {
    String shown = Problems.shown(text);
    Matcher form = FORM.matcher(text);
    require(text.length() <= TEXT_MAX && form.matches(), RULE + ": limit=%s", shown);
    long count = number(form.group(1), shown);
    require(
        count >= 1 && count <= Limit.COUNT_MAX,
        "count must be 1 to %s: count=%s",
        Limit.COUNT_MAX,
        form.group(1));
    String times = form.group(4);
    Duration unit = times == null ? wordUnit(form.group(5)) : unit(form.group(5));
    long units = times == null ? 1 : number(times.strip(), shown);
    require(
        units >= 1 && units <= Limit.PERIOD_MAX.toSeconds() / unit.toSeconds(),
        "period must be 1 second to 366 days: period=%s%s",
        times,
        form.group(5));
    return new LimitText(count, unit.multipliedBy(units));
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
    return new Limit(name, count, period);
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

  /** As the page writes it: {@code 50,000 requests/hour}. */
  @Override
  public String toString() {
    return grouped(count) + (count == 1 ? " request/" : " requests/") + per();
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
