package io.tallygate.gateway.key;

import java.util.regex.Pattern;

/**
 * An API key as it is kept: everything but its secret.
 *
 * @param id a prefixed opaque text such as {@code key_3fK9x2…}; no secret
 * @param lastFour the secret's last four characters, for people to tell keys apart; may be empty
 */
public record ApiKey(
    String id,
    String lastFour,
    Description description,
    Standing standing,
    Life life,
    Version version) {

  private static final Pattern ID = Pattern.compile("key_[0-9A-Za-z]{12}");

  /** Whether a text has the form of a key's id. What has not may be a secret: do not repeat it. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  public String name() {
    return description.name();
  }
}
