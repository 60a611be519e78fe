package io.tallygate.webhooks;

import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.io.TempDir;

/** The contract with SQLite. */
final class SqliteWebhooksIT extends WebhooksContract {

  @TempDir Path folder;

  @Override
  Jdbi database() {
    return TestDatabase.create(folder.resolve("webhooks.db"));
  }
}
