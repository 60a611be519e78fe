package io.tallygate.policy.published;

import java.util.regex.Pattern;

/** What a policy file takes as a title, a contact or a note. */
final class PlainText {

  /** Controls, halves of pairs, ends of lines, and what turns the direction of the text around. */
  private static final Pattern UNREADABLE =
      Pattern.compile("\\p{Cc}|\\p{Cs}|\\p{Cn}|\\R|[\\u202a-\\u202e\\u2066-\\u2069\\ufeff]");

  private PlainText() {}

  static boolean isReadable(String text) {
    return !UNREADABLE.matcher(text).find();
  }

  /** The text if a file may hold it, else what stands in its place. */
  static String orElse(String text, int lengthMax, String instead) {
    return !text.isBlank() && text.length() <= lengthMax && isReadable(text) ? text : instead;
  }
}
