package io.tallygate.gateway.admin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what is kept of an answer under a key that only the caller can make again: HKDF-SHA256
 * (RFC 5869) of his token and his idempotency key, then AES-256-GCM. Of both the database has only
 * hashes, so who reads it cannot read the answer.
 */
final class Vault {

  /*
   *   token            --> input    \
   *   idempotency key  --> salt      >  HKDF --> key
   *   "tallygate ..."  --> info     /
   *
   *   kept = nonce (12 bytes) | AES-256-GCM(key, nonce, answer; with the request's hash)
   */

  private static final String MAC = "HmacSHA256";
  private static final byte[] INFO = "tallygate admin answer 1".getBytes(StandardCharsets.UTF_8);
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;

  /**
   * @param secret the caller's token
   * @param name the caller's idempotency key
   */
  Vault(String secret, String name, SecureRandom random) {
    byte[] bytes =
        derive(
            secret.getBytes(StandardCharsets.UTF_8), name.getBytes(StandardCharsets.UTF_8), INFO);
    this.key = new SecretKeySpec(bytes, "AES");
    this.random = random;
  }

  /** HKDF-SHA256 for 32 bytes, which is one step of its expansion. */
  static byte[] derive(byte[] input, byte[] salt, byte[] info) {
    byte[] extracted = mac(salt.length == 0 ? new byte[32] : salt, input);
    byte[] first = Arrays.copyOf(info, info.length + 1);
    first[info.length] = 1;
    return mac(extracted, first);
  }

  private static byte[] mac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HmacSHA256", e);
    }
  }

  byte[] close(byte[] plain, byte[] bound) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, bound);
      byte[] encrypted = cipher.doFinal(plain);
      return ByteBuffer.allocate(NONCE_BYTES + encrypted.length).put(nonce).put(encrypted).array();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has AES/GCM", e);
    }
  }

  /**
   * What was closed.
   *
   * @throws GeneralSecurityException if it was not closed so
   */
  byte[] open(byte[] closed, byte[] bound) throws GeneralSecurityException {
    if (closed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
      throw new GeneralSecurityException("too short: bytes=" + closed.length);
    }
    byte[] nonce = Arrays.copyOf(closed, NONCE_BYTES);
    return cipher(Cipher.DECRYPT_MODE, nonce, bound)
        .doFinal(closed, NONCE_BYTES, closed.length - NONCE_BYTES);
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] bound) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bound);
    return cipher;
  }
}
