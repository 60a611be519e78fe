package io.tallygate.webhooks;

import io.tallygate.testing.PostgresServer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract with PostgreSQL. */
@Tag("needs-postgresql")
final class PostgresWebhooksIT extends WebhooksContract {

  private static PostgresServer server;

  @BeforeAll
  static void begin() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @Override
  Jdbi database() {
    return TestDatabase.create(server.database());
  }
}
