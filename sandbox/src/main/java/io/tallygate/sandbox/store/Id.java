package io.tallygate.sandbox.store;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/** Ids: a prefix that says of what, and 16 letters or digits. Thread-safe. */
public enum Id {
  EXECUTION("vg_exec_"),
  FILE("vg_file_"),
  PRESENTER("vg_pres_"),
  /** Engines name their voices themselves. */
  VOICE("vg_voic_", "[0-9A-Za-z_]{1,64}"),
  PLAYBACK("vg_play_"),
  ENDPOINT("ep_");

  private static final int LENGTH = 16;
  private static final String LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String prefix;
  private final Pattern pattern;

  Id(String prefix) {
    this(prefix, "[0-9A-Za-z]{16}");
  }

  Id(String prefix, String rest) {
    this.prefix = prefix;
    this.pattern = Pattern.compile(prefix + rest);
  }

  public String prefix() {
    return prefix;
  }

  /** Whether it can be one: it need not be known. */
  public boolean matches(String text) {
    return pattern.matcher(text).matches();
  }

  /** A new one, 95 bits of which nobody can guess. */
  public String random() {
    StringBuilder id = new StringBuilder(prefix);
    for (int i = 0; i < LENGTH; i++) {
      id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return id.toString();
  }

  /** The same one for the same name, in every sandbox. */
  public String ofName(String name) {
    long hash = 0xcbf29ce484222325L; // FNV-1a
    StringBuilder id = new StringBuilder(prefix);
    for (int i = 0; i < LENGTH; i++) {
      for (int j = 0; j < name.length(); j++) {
        hash = (hash ^ name.charAt(j)) * 0x100000001b3L;
      }
      id.append(LETTERS.charAt((int) Long.remainderUnsigned(hash, LETTERS.length())));
      hash ^= i;
    }
    return id.toString();
  }
}
