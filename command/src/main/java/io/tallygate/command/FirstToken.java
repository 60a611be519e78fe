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
import java.util.function.Function;

/**
 * The admin token with which everything begins, and a link to log in with, each in a file that only
 * its owner reads.
 */
final class FirstToken {

  static final String FILE = "admin-token";
  static final String LINK_FILE = "login-link";

  private FirstToken() {}

  /**
   * A secret that was put into a file.
   *
   * @param file that bears it
   */
  record Kept(String secret, Path file) {

    /** For logs: never the secret. */
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /**
   * What was made.
   *
   * @param link a URL that logs in to the dashboard once, within 15 minutes; empty without one
   */
  record Made(Kept token, Optional<Kept> link) {}

  /**
   * Makes one if the database has no token at all.
   *
   * @param link what makes a link for a token's id
   * @throws DataException if the file cannot be written
   */
  static Optional<Made> make(AdminStore store, Path data, Function<String, Optional<String>> link) {
    return store
        .createFirst()
        .map(
            issued ->
                new Made(
                    write(data, FILE, issued.secret()),
                    link.apply(issued.token().id()).map(url -> write(data, LINK_FILE, url))));
  }

  private static Kept write(Path data, String name, String secret) {
    Path file = data.resolve(name);
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
      return new Kept(secret, file);
    } catch (IOException e) {
      throw new DataException(
          Reason.UNAVAILABLE,
          "first admin token cannot be written; `tallygate token create` makes another: file="
              + file,
          e);
    }
  }
}
