package io.tallygate.policy.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong with one file, so that all of it is told at once. */
public final class Problems {

  /** How many problems are told; the rest is counted. */
  public static final int SHOWN_MAX = 20;

  private static final int KEPT_MAX = 1_000;
  private static final int VALUE_MAX = 80;

  private record Problem(Place place, String message) {}

  private final String source;
  private final List<Problem> problems = new ArrayList<>();
  private int count;

  /**
   * @param source the file's name, for the messages
   */
  public Problems(String source) {
    this.source = source;
  }

  /** Adds a problem: the rule, then name=value, then perhaps the way out. */
  public void add(Place place, String message) {
    count++;
    if (problems.size() < KEPT_MAX) {
      problems.add(new Problem(place, message));
    }
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** Each as {@code file:line:column: message}, in the order of the file. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    problems.stream()
        .sorted(Comparator.comparing(Problem::place))
        .limit(SHOWN_MAX)
        .forEach(p -> lines.add(source + ":" + p.place() + ": " + p.message()));
    if (count > SHOWN_MAX) {
      lines.add(source + ": too many problems to show all: more=" + (count - SHOWN_MAX));
    }
    return lines;
  }

  /** A value as a message shows it: one line, of bounded length, nothing unprintable. */
  public static String shown(String value) {
    StringBuilder shown = new StringBuilder();
    int end =
        value.offsetByCodePoints(0, Math.min(VALUE_MAX, value.codePointCount(0, value.length())));
    value.substring(0, end).codePoints().forEach(c -> shown.appendCodePoint(isShown(c) ? c : '.'));
    return end < value.length() ? shown + "..." : shown.toString();
  }

  /** Neither a control, nor half of a pair, nor unknown, nor one that turns the text around it. */
  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
