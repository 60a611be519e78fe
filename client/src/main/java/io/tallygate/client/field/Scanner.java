package io.tallygate.client.field;

import java.util.function.IntPredicate;

/** Goes through a field's characters from left to right. */
final class Scanner {

  private static final int END = -1;

  private final String text;
  private int at;

  Scanner(String text) {
    this.text = text;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  boolean atEnd() {
    return at == text.length();
  }

  /** The next character, or -1 at the end. */
  int peek() {
    return atEnd() ? END : text.charAt(at);
  }

  char take() throws MalformedField {
    if (atEnd()) {
      throw new MalformedField();
    }
    return text.charAt(at++);
  }

  boolean skip(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  void expect(char c) throws MalformedField {
    if (!skip(c)) {
      throw new MalformedField();
    }
  }

  void skipSpaces() {
    takeWhile(c -> c == ' ');
  }

  /** Optional white space of RFC 9110: spaces and tabs. */
  void skipBlanks() {
    takeWhile(c -> c == ' ' || c == '\t');
  }

  String takeWhile(IntPredicate rule) {
    int start = at;
    while (!atEnd() && rule.test(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }
}
