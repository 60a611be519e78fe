package io.tallygate.gateway.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a secret: all that is kept of it. */
public record KeyHash(long a, long b, long c, long d) {

  private static final int BYTES = 32;

  // Looking a provider up costs more than hashing a key.
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(
          () -> {
            try {
              return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
              throw new AssertionError("every Java platform has SHA-256", e);
            }
          });

  public static KeyHash of(String secret) {
    return ofBytes(SHA_256.get().digest(secret.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Reads 64 hex digits.
   *
   * @throws IllegalArgumentException if they are none
   */
  public static KeyHash ofHex(String hex) {
    return ofBytes(HexFormat.of().parseHex(hex));
  }

  public static KeyHash ofBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new KeyHash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }
}
