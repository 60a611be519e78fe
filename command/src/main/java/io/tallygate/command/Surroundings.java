package io.tallygate.command;

import io.tallygate.limiter.clock.Ticker;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command sees of the process that it runs in, beside its arguments and its output.
 *
 * @param folder against which relative paths are read
 */
record Surroundings(Map<String, String> environment, Path folder, Ticker ticker) {

  Surroundings {
    environment = Map.copyOf(environment);
  }

  static Surroundings ofProcess() {
    return new Surroundings(System.getenv(), Path.of(""), Ticker.SYSTEM);
  }
}
