package io.tallygate.gateway.key;

import io.tallygate.gateway.key.DataException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The secret by which the upstream knows that a call came through the gateway: it is sent as {@code
 * X-Tallygate-Proof}, and the upstream compares it with its copy of the file.
 */
public final class Proof {

  public static final String FILE = "proof";

  private static final int BYTES = 32;
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  // The group may read it: the upstream may run as another user.
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private Proof() {}

  /**
   * The proof of a data folder, made if there is none: 64 hex digits.
   *
   * @throws DataException if it cannot be read, or if everybody can read it
   */
  public static String of(Path data) {
    Path file = data.resolve(FILE);
    try {
      OwnerOnly.createFolder(data);
      create(file);
    } catch (FileAlreadyExistsException e) {
      // As after every start but the first.
    } catch (IOException e) {
      throw new DataException(Reason.UNAVAILABLE, "proof cannot be written: file=" + file, e);
    }
    return read(file);
  }

  private static void create(Path file) throws IOException {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    byte[] text = (HexFormat.of().formatHex(secret) + "\n").getBytes(StandardCharsets.US_ASCII);
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, OwnerOnly.file(file))) {
      ByteBuffer buffer = ByteBuffer.wrap(text);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static String read(Path file) {
    String proof;
    try {
      if (OwnerOnly.isKnown(file)
          && !Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS)) {
        throw new DataException(
            Reason.UNAVAILABLE,
            "proof must not be open to others; `chmod 600` it, or delete it to get a new one: file="
                + file);
      }
      proof = Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new DataException(Reason.UNAVAILABLE, "proof cannot be read: file=" + file, e);
    }
    if (!HEX.matcher(proof).matches()) {
      throw new DataException(
          Reason.UNAVAILABLE,
          "proof must be 64 hex digits; delete it to get a new one: file=" + file);
    }
    return proof;
  }
}
