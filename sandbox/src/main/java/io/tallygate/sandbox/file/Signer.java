package io.tallygate.sandbox.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what a link allows: HMAC-SHA256 with a secret of the data folder. Thread-safe. */
final class Signer {

  private static final String FILE = "link-secret";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;

  private final SecretKeySpec key;

  private Signer(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** With the secret of this folder, made if there is none. */
  static Signer of(Path data) throws IOException {
    Path file = data.resolve(FILE);
    try {
      Files.createFile(file, ownerOnly(file));
      byte[] secret = new byte[BYTES];
      new SecureRandom().nextBytes(secret);
      Files.writeString(file, HexFormat.of().formatHex(secret));
    } catch (FileAlreadyExistsException e) {
      // As after every start but the first.
    }
    byte[] secret = HexFormat.of().parseHex(Files.readString(file).strip());
    if (secret.length != BYTES) {
      throw new IOException(
          "%s must have %s bytes; delete it to get a new one: file=%s"
              .formatted(FILE, BYTES, file));
    }
    return new Signer(secret);
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Of what is allowed: a method, a path without signature, and until when. */
  String sign(String method, String path, long expirySecond) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      String text = method + "\n" + path + "\n" + expirySecond;
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** Compares in constant time. */
  boolean isRight(String signature, String method, String path, long expirySecond) {
    return MessageDigest.isEqual(
        sign(method, path, expirySecond).getBytes(StandardCharsets.US_ASCII),
        signature.getBytes(StandardCharsets.US_ASCII));
  }
}
