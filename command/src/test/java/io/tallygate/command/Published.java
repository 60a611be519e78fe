package io.tallygate.command;

import io.tallygate.gateway.key.SqliteKeys;
import io.tallygate.policy.PolicyFile;
import java.nio.file.Path;

/** Leaves in a data folder what a server says that it enforces. */
final class Published {

  private Published() {}

  static void videogen(Path data) {
    policy(data, PolicyFile.bundled("videogen"));
  }

  static void policy(Path data, PolicyFile policy) {
    try (SqliteKeys keys = SqliteKeys.open(data, new Cli.FixedTicker(Cli.NOW_SECOND))) {
      keys.publish(KnownLimits.published(policy));
    }
  }
}
