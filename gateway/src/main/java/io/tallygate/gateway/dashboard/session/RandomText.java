package io.tallygate.gateway.dashboard.session;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** 256 random bits as 43 characters that may stand in a URL, a cookie or a form. */
final class RandomText {

  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  private RandomText() {}

  static String of(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether a text could be one; what could not is not even hashed. */
  static boolean looksSo(String text) {
    return FORM.matcher(text).matches();
  }
}
