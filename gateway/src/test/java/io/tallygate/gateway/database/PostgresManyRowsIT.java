package io.tallygate.gateway.database;

import io.tallygate.testing.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract with PostgreSQL. */
@Tag("needs-postgresql")
final class PostgresManyRowsIT extends ManyRowsContract {

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
