package io.tallygate.limiter;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keyed hash behind counter ids: 128 bits of HMAC-SHA256 under a secret of this limiter, so
 * that nobody can choose ids that meet. Texts are joined by their lengths, never by a separator.
 */
final class CounterHash {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec secret;

  /** 128 bits. */
  record Id(long high, long low) {}

  private CounterHash(SecretKeySpec secret) {
    this.secret = secret;
  }

  static CounterHash withRandomSecret() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return withSecret(secret);
  }

  static CounterHash withSecret(byte[] secret) {
    return new CounterHash(new SecretKeySpec(secret, ALGORITHM));
  }

  Id of(String... texts) {
    Mac mac;
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
    for (String text : texts) {
      // The characters as they are: an encoding would read all lone surrogates as one.
      ByteBuffer bytes = ByteBuffer.allocate(4 + 2 * text.length()).putInt(text.length());
      bytes.asCharBuffer().put(text);
      mac.update(bytes.rewind());
    }
    ByteBuffer sum = ByteBuffer.wrap(mac.doFinal());
    return new Id(sum.getLong(), sum.getLong());
  }
}
