package io.tallygate.command;

import io.tallygate.limiter.clock.Ticker;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command sees of the process that it runs in, beside its arguments and its output.
 *
 * @param folder against which relative paths are read
 * @param user of the operating system, as the audit names him
 */
record Surroundings(Map<String, String> environment, Path folder, Ticker ticker, String user) {

  /** Whether people watch what is printed: neither a pipe nor a file. */
  boolean isTerminal() {
    return Terminal.isThere();
  }

  Surroundings {
    environment = Map.copyOf(environment);
  }

  static Surroundings ofProcess() {
    return new Surroundings(System.getenv(), Path.of(""), Ticker.SYSTEM, userName());
  }

  private static String userName() {
    String name = System.getProperty("user.name", "");
    return name.isBlank() || name.equals("?") ? "unknown" : name;
  }
}
