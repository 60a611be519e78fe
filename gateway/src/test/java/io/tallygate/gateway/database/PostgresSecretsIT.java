package io.tallygate.gateway.database;

import io.tallygate.gateway.key.Actor;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.testing.PostgresServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Secrets are looked for in all files of the server, and in its log of all statements. */
@Tag("needs-postgresql")
@Timeout(300)
final class PostgresSecretsIT {

  @Test
  void secrets_issued_areNowhereLeft() throws Exception {
    SecretSearch search = new SecretSearch();
    try (PostgresServer server = PostgresServer.start()) {
      try (StoredAdministration all =
          new StoredAdministration(
              Database.open(OnServer.database(server)),
              Ticker.SYSTEM,
              new Actor(Actor.Kind.COMMAND, "tester"))) {
        search.issue(all);
      }
      server.checkpoint();

      search.assertNoneIn(server.files());
    }
  }
}
