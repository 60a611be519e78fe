package io.tallygate.policy.page;

import java.util.ArrayList;
import java.util.List;

/** A run of text within a line of the page. */
sealed interface Span {

  String text();

  /** Words. */
  record Plain(String text) implements Span {}

  /** What is typed or sent: a path, a header field, a status. */
  record Code(String text) implements Span {}

  /** Words that the eye finds first. */
  record Strong(String text) implements Span {}

  /** An endpoint: what is typed. */
  record Call(String method, String pattern) implements Span {
    @Override
    public String text() {
      return method + " " + pattern;
    }
  }

  /** Words that lead somewhere. */
  record Link(String text, String target) implements Span {}

  /**
   * Our own words, in which {@code `ticks`} enclose code and each {@code {}} takes the next value.
   * Only values may come from a policy file: nothing in them is a sign.
   */
  static List<Span> line(String words, Span... values) {
    List<Span> line = new ArrayList<>();
    int value = 0;
    String[] parts = words.split("`", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean code = i % 2 == 1;
      String[] pieces = parts[i].split("\\{}", -1);
      for (int j = 0; j < pieces.length; j++) {
        if (j > 0) {
          line.add(values[value++]);
        }
        if (!pieces[j].isEmpty()) {
          line.add(code ? new Code(pieces[j]) : new Plain(pieces[j]));
        }
      }
    }
    return line;
  }
}
