package io.tallygate.client.webhook;

import static io.tallygate.limiter.check.Checks.require;

import java.util.Arrays;
import java.util.Base64;

/**
 * What a sender signs its webhooks with, as Standard Webhooks writes it: {@code whsec_} and 24 to
 * 64 bytes in base64. Immutable; its text shows none of it.
 */
public final class WebhookSecret {

  private static final String PREFIX = "whsec_";
  private static final int BYTES_MIN = 24;
  private static final int BYTES_MAX = 64;
  private static final int TEXT_MAX = 128;

  private final byte[] bytes;

  private WebhookSecret(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads one.
   *
   * @param text base64, with the prefix {@code whsec_} or without
   * @throws IllegalArgumentException if it is none; the message does not repeat it
   */
  public static WebhookSecret parse(String text) {
    String base64 = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    require(
        base64.length() <= TEXT_MAX && base64.matches("[A-Za-z0-9+/]+={0,2}"),
        "secret must be whsec_ and base64: length=%s",
        text.length());
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "secret must be whsec_ and base64: length=" + text.length(), e);
    }
    require(
        bytes.length >= BYTES_MIN && bytes.length <= BYTES_MAX,
        "secret must have %s to %s bytes: bytes=%s",
        BYTES_MIN,
        BYTES_MAX,
        bytes.length);
    return new WebhookSecret(bytes);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WebhookSecret that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return PREFIX + "…";
  }
}
