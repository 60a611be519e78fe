package io.tallygate.command;

import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.StoredAdministration;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.policy.PolicyFile;
import java.nio.file.Path;

/** Leaves in a data folder what a server says that it enforces. */
final class Published {

  private Published() {}

  static void videogen(Path data) {
    policy(data, PolicyFile.bundled("videogen"));
  }

  static void policy(Path data, PolicyFile policy) {
    try (StoredAdministration all =
        new StoredAdministration(
            Database.open(new Location.Folder(data)),
            new Cli.FixedTicker(Cli.NOW_SECOND),
            new Actor(Actor.Kind.SERVER, "server"))) {
      all.publish(PublishedPolicy.of(policy));
    }
  }
}
