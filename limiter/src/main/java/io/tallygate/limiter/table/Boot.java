package io.tallygate.limiter.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Which start of the machine this is. */
final class Boot {

  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  private Boot() {}

  /** The same until the machine starts again; where that cannot be told, another each time. */
  static UUID id() {
    try {
      return UUID.fromString(Files.readString(LINUX).strip());
    } catch (IOException | IllegalArgumentException e) {
      return UUID.randomUUID();
    }
  }
}
