package io.tallygate.webhooks;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * What the deliveries to one endpoint are signed with, as Standard Webhooks writes it: {@code
 * whsec_} and 24 to 64 bytes in base64. Immutable.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
public final class Secret {

  private static final String PREFIX = "whsec_";
  private static final int BYTES_MIN = 24;
  private static final int BYTES_MAX = 64;
  private static final int BYTES_NEW = 32;

  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A new one, of 32 bytes. */
  public static Secret random(SecureRandom random) {
    byte[] bytes = new byte[BYTES_NEW];
    random.nextBytes(bytes);
    return new Secret(bytes);
  }

  /**
   * Reads one.
   *
   * @param text base64, with the prefix {@code whsec_} or without
   * @throws IllegalArgumentException if it is none; the message does not repeat it
   */
  public static Secret parse(String text) {
    String base64 = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "secret must be whsec_ and base64: length=" + text.length(), e);
    }
    if (bytes.length < BYTES_MIN || bytes.length > BYTES_MAX) {
      throw new IllegalArgumentException(
          "secret must have %s to %s bytes: bytes=%s"
              .formatted(BYTES_MIN, BYTES_MAX, bytes.length));
    }
    return new Secret(bytes);
  }

  /** As {@link #parse} reads it. */
  public String text() {
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /** For people, to tell secrets apart. */
  public String lastFour() {
    String text = text();
    return text.substring(text.length() - 4);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** For logs: never the secret. */
  @Override
  public String toString() {
    return PREFIX + "…";
  }
}
