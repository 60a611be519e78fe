package io.tallygate.bench.engine;

import java.util.Random;

/** Texts that look like API keys. */
final class Keys {

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final int LENGTH = 22; // 62^22 is about 2^131

  private Keys() {}

  /** The same keys each time. */
  static String[] of(int count) {
    Random random = new Random(count);
    String[] keys = new String[count];
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < count; i++) {
      key.setLength(0);
      key.append("vg_key_");
      for (int n = 0; n < LENGTH; n++) {
        key.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
      }
      keys[i] = key.toString();
    }
    return keys;
  }
}
