package io.tallygate.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.KeyQuery;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Page;
import io.tallygate.testing.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract with PostgreSQL, and what is its own. */
@Tag("needs-postgresql")
final class PostgresDatabaseIT extends StoreContract {

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

  @Test
  void open_manyAtOnce_makesTheTablesOnce() throws Exception {
    Location.Postgres fresh = OnServer.database(server);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<String>> starts = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        starts.add(
            () -> {
              try (StoredAdministration one = administration(fresh)) {
                return one.keys().create(NewKey.of("acme"), FORMAT).secret();
              }
            });
      }
      for (Future<String> started : threads.invokeAll(starts)) {
        assertThat(started.get()).startsWith("vg_key_");
      }
    } finally {
      threads.shutdownNow();
    }
    try (StoredAdministration one = administration(fresh)) {
      assertThat(one.keys().list(KeyQuery.ALL, Page.Request.FIRST).items()).hasSize(6);
    }
  }

  @Test
  void open_databaseOfSomethingElse_isRefused() {
    PostgresServer.Place place = server.database();
    Location.Postgres other = OnServer.location(place);
    try (Database made = Database.open(OnServer.database(server))) {
      assertThat(made).isNotNull();
    }
    PostgresServer.execute(place, "CREATE TABLE theirs (a INTEGER)");

    assertThatThrownBy(() -> Database.open(other))
        .isInstanceOf(DataException.class)
        .hasMessage("database has other tables; give Tallygate one of its own: db=" + other);
  }

  @Test
  void open_newerDatabase_isRefused() {
    PostgresServer.Place place = server.database();
    Location.Postgres newer = OnServer.location(place);
    Database.open(newer).close();
    PostgresServer.execute(
        place, "UPDATE tallygate_schema_history SET version = '99' WHERE version = '3'");

    assertThatThrownBy(() -> Database.open(newer))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "database was written by a newer Tallygate; update this one: db=%s version=99 known=%s"
                .formatted(newer, Migrations.LATEST));
  }

  @Test
  void openExisting_emptyDatabase_isRefused() {
    Location.Postgres empty = OnServer.database(server);

    assertThatThrownBy(() -> Database.openExisting(empty))
        .hasMessage(
            "no tables here; `tallygate serve` or `tallygate key create` makes them: db=" + empty);
  }

  @Test
  void open_wrongPassword_isRefusedWithoutIt() {
    Location.Postgres place = OnServer.database(server);
    Location.Postgres wrong =
        new Location.Postgres(
            place.host(),
            place.port(),
            place.name(),
            new Location.Postgres.Login("tally", "not-the-password"),
            "");

    assertThatThrownBy(() -> Database.open(wrong))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("database failed: db=" + wrong + " cause=FATAL: password auth")
        .hasMessageNotContaining("not-the-password");
  }

  private static StoredAdministration administration(Location location) {
    return new StoredAdministration(
        Database.open(location), TICKER, new Actor(Actor.Kind.COMMAND, "tester"));
  }
}
