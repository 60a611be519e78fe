package io.tallygate.webhooks;

import io.tallygate.testing.PostgresServer;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Databases with the tables of webhooks. */
final class TestDatabase {

  private TestDatabase() {}

  static Jdbi create(Path file) {
    Jdbi jdbi = open(file);
    jdbi.useHandle(handle -> handle.createScript(Webhooks.SQLITE_TABLES).execute());
    return jdbi;
  }

  static Jdbi create(PostgresServer.Place place) {
    String url = "jdbc:postgresql://%s:%s/%s".formatted(place.host(), place.port(), place.name());
    Jdbi jdbi = Jdbi.create(url, place.user(), PostgresServer.PASSWORD);
    jdbi.useHandle(handle -> handle.createScript(Webhooks.POSTGRESQL_TABLES).execute());
    return jdbi;
  }

  static Jdbi open(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(10_000);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return Jdbi.create(source);
  }
}
