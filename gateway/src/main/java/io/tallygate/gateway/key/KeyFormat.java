package io.tallygate.gateway.key;

import static io.tallygate.limiter.check.Checks.require;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * How the secrets of issued keys are written: a prefix, {@value #RANDOM_LENGTH} random characters
 * and a checksum, so that a mistyped key is told from a wrong one without a look-up, and scanners
 * find leaked ones.
 *
 * @param prefix 1 to 32 of A-Z a-z 0-9 _, such as {@code vg_key_}
 */
public record KeyFormat(String prefix) {

  /*
   *     vg_key_ zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ 0mLq17
   *     prefix  random                         CRC-32 of the random part alone
   *
   * A base62 character carries 5.954 bits: 27 carry 160.8, and 30 carry 178.6. The last four
   * characters, which lists show, tell at most 23.8 of them.
   */

  public static final int RANDOM_LENGTH = 30;
  public static final int CHECKSUM_LENGTH = 6; // 62^6 > 2^32
  public static final int PREFIX_MAX = 32;

  private static final int ID_RANDOM_LENGTH = 12; // 71 bits

  static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_]{1," + PREFIX_MAX + "}");

  public KeyFormat {
    require(
        PREFIX.matcher(prefix).matches(),
        "key-prefix must be 1 to %s of A-Z a-z 0-9 _: key-prefix=%s",
        PREFIX_MAX,
        prefix);
  }

  /** A new secret. */
  public String issue(SecureRandom random) {
    String part = random(random, RANDOM_LENGTH);
    return prefix + part + checksum(part, 0, part.length());
  }

  /** Whether a token has the prefix and exactly the length of an issued secret. */
  public boolean looksIssued(String token) {
    return token.length() == prefix.length() + RANDOM_LENGTH + CHECKSUM_LENGTH
        && token.startsWith(prefix);
  }

  /**
   * Whether the checksum of a token that {@linkplain #looksIssued looks issued} is right. If not,
   * it was never issued.
   */
  public boolean checksumHolds(String token) {
    int end = token.length() - CHECKSUM_LENGTH;
    return token.startsWith(checksum(token, end - RANDOM_LENGTH, end), end);
  }

  /** What lists show of a secret. */
  public static String lastFour(String secret) {
    return secret.substring(secret.length() - 4);
  }

  /** A new id: no secret, but it never meets another. */
  public static String id(String prefix, SecureRandom random) {
    return prefix + random(random, ID_RANDOM_LENGTH);
  }

  /** Characters that nobody can guess: each of the 62 is equally likely. */
  static String random(SecureRandom random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /** CRC-32 of the characters in [start, end), as six base62 digits. */
  static String checksum(String text, int start, int end) {
    CRC32 crc = new CRC32();
    crc.update(text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1));
    char[] digits = new char[CHECKSUM_LENGTH];
    long rest = crc.getValue();
    for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
      digits[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
      rest /= ALPHABET.length();
    }
    return new String(digits);
  }
}
