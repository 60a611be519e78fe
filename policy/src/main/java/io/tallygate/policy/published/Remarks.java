package io.tallygate.policy.published;

import io.tallygate.policy.yaml.Problems;
import java.util.ArrayList;
import java.util.List;

/** What is told of a page: each with its line, and the line itself. */
final class Remarks {

  private static final int KEPT_MAX = 100;

  private final String source;
  private final List<String> all = new ArrayList<>();
  private final List<String> notUnderstood = new ArrayList<>();
  private int count;

  Remarks(String source) {
    this.source = source;
  }

  /** Something that was read, and might have been meant otherwise. */
  void add(Row row, String message) {
    count++;
    if (all.size() < KEPT_MAX) {
      all.add(source + ":" + row.line() + ": " + message + ": line=" + Problems.shown(row.shown()));
    }
  }

  /** A row that looks like a limit and is not in the policy. */
  void notUnderstood(Row row, String reason) {
    add(row, reason);
    if (notUnderstood.size() < KEPT_MAX) {
      notUnderstood.add(row.line() + ": " + Problems.shown(row.shown()));
    }
  }

  /** Something that no line of the page says. */
  void add(String message) {
    count++;
    if (all.size() < KEPT_MAX) {
      all.add(source + ": " + message);
    }
  }

  /** At most {@link #KEPT_MAX}; a last line counts the others. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(all);
    if (count > all.size()) {
      lines.add(source + ": too much to tell all: more=" + (count - all.size()));
    }
    return lines;
  }

  List<String> notUnderstood() {
    return List.copyOf(notUnderstood);
  }
}
