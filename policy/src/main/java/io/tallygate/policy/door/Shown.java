package io.tallygate.policy.door;

import java.util.List;

/** What a request shows as its key. */
public sealed interface Shown {

  /** A longer token is nobody's, and is not hashed to find out. */
  int TOKEN_MAX = 4_096;

  String BEARER = "bearer ";

  /** No field, or one without a token in it. */
  record Nothing() implements Shown {}

  /** Several fields, or a text that is too long to be anybody's. */
  record Unreadable() implements Shown {}

  /** Perhaps somebody's key. */
  record Token(String text) implements Shown {}

  /**
   * Looks into the field for the key.
   *
   * @param field its name; in {@code Authorization} the key stands behind {@code Bearer}
   * @param values of all fields of this name
   */
  static Shown by(String field, List<String> values) {
    String token = values.size() == 1 ? token(field, values.get(0)) : "";
    if (values.isEmpty() || (values.size() == 1 && token.isEmpty())) {
      return new Nothing();
    }
    return token.isEmpty() || token.length() > TOKEN_MAX ? new Unreadable() : new Token(token);
  }

  /** The token in the field; empty where there is none. */
  private static String token(String field, String value) {
    if (!field.equalsIgnoreCase("Authorization")) {
      return value.strip();
    }
    return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? value.substring(BEARER.length()).strip()
        : "";
  }
}
