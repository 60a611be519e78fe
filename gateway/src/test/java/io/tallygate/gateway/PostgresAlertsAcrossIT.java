package io.tallygate.gateway;

import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.OnServer;
import io.tallygate.testing.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract with PostgreSQL. */
@Tag("needs-postgresql")
final class PostgresAlertsAcrossIT extends AlertsAcrossContract {

  private static PostgresServer server;

  @BeforeAll
  static void start() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  Location location() {
    return OnServer.database(server);
  }
}
