package io.tallygate.command;

import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.OwnerOnly;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Optional;

/** The admin token with which everything begins, in a file that only its owner reads. */
final class FirstToken {

  static final String FILE = "admin-token";

  private FirstToken() {}

  /**
   * What was made.
   *
   * @param file that bears the secret
   */
  record Made(String secret, Path file) {

    /** For logs: never the secret. */
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /**
   * Makes one if the database has no token at all.
   *
   * @throws DataException if the file cannot be written
   */
  static Optional<Made> make(AdminStore store, Path data) {
    return store
        .createFirst()
        .map(issued -> new Made(issued.secret(), write(data, issued.secret())));
  }

  private static Path write(Path data, String secret) {
    Path file = data.resolve(FILE);
    OwnerOnly.createFolder(data);
    try {
      Files.deleteIfExists(file); // of a database that is gone
      try (FileChannel channel =
          FileChannel.open(
              file,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              OwnerOnly.file(file))) {
        Channels.newOutputStream(channel).write((secret + "\n").getBytes(StandardCharsets.UTF_8));
        channel.force(true);
      }
      return file;
    } catch (IOException e) {
      throw new DataException(
          Reason.UNAVAILABLE,
          "first admin token cannot be written; `tallygate token create` makes another: file="
              + file,
          e);
    }
  }
}
