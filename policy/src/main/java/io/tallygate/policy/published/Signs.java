package io.tallygate.policy.published;

import java.util.regex.Pattern;

/**
 * The signs that stand for a page's markup between its letters. They are noncharacters of Unicode,
 * which no page may hold; where one does, they are taken out first.
 */
final class Signs {

  static final char CODE = '\uFDD0';
  static final char CODE_END = '\uFDD1';
  static final char CELL = '\uFDD2';

  /** Where Markdown's escaped characters wait until all markup has been read. */
  static final char ESCAPED = '\uF700';

  private static final Pattern FOREIGN = Pattern.compile("[\\uFDD0-\\uFDD2\\uF700-\\uF77F]");
  private static final Pattern BLANK = Pattern.compile("[ \\t\\r\\n\\f]+");
  private static final Pattern CODES = Pattern.compile("[\\uFDD0\\uFDD1]");

  private Signs() {}

  /** A source without signs of its own. */
  static String cleared(String source) {
    return FOREIGN.matcher(source).replaceAll("");
  }

  static String code(String text) {
    return CODE + text + CODE_END;
  }

  /** With single blanks, and none at the ends. */
  static String collapsed(String text) {
    return BLANK.matcher(text).replaceAll(" ").strip();
  }

  /** The letters alone. */
  static String removed(String text) {
    return collapsed(CODES.matcher(text).replaceAll("").replace(CELL, ' '));
  }
}
