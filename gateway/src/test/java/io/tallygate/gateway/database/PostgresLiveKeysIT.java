package io.tallygate.gateway.database;

import io.tallygate.testing.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The contract with PostgreSQL. */
@Tag("needs-postgresql")
final class PostgresLiveKeysIT extends LiveKeysContract {

  private static PostgresServer server;
  private Location.Postgres place;

  @BeforeAll
  static void start() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  @Override
  void open() {
    place = OnServer.database(server);
    super.open();
  }

  @Override
  Location location() {
    return place;
  }
}
