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
    for (int i = 0; i < value.length() && shown.length() < VALUE_MAX; i++) {
      char c = value.charAt(i);
      shown.append(c < ' ' || (c >= 0x7f && c < 0xa0) || !isText(c) ? '.' : c);
    }
    return value.length() > VALUE_MAX ? shown + "..." : shown.toString();
  }

  /** Neither half of a pair nor one of the characters that turn or hide the text around them. */
  private static boolean isText(char c) {
    return !Character.isSurrogate(c)
        && Character.getType(c) != Character.FORMAT
        && Character.getType(c) != Character.LINE_SEPARATOR
        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
  }
}
