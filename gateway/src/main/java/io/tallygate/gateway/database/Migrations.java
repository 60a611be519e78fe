package io.tallygate.gateway.database;

import io.tallygate.webhooks.Webhooks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.zip.CRC32;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/** The tables, as steps that Flyway takes: {@code sqlite-2.sql}, {@code sqlite-3.sql} and so on. */
final class Migrations {

  /** The tables as they are now. Version 1 was never released. */
  static final int LATEST = 5;

  private static final List<Integer> STEPS = List.of(2, 3, 4, 5);

  /** At which the tables of webhooks came in, before its own script. */
  private static final int WITH_WEBHOOKS = 5;

  /** Where Flyway notes what it did. */
  static final String HISTORY = "tallygate_schema_history";

  private Migrations() {}

  /**
   * Takes the steps that are missing.
   *
   * @param dialect with which the names of the scripts begin
   */
  static void run(FluentConfiguration flyway, String dialect) {
    JavaMigration[] steps =
        STEPS.stream()
            .map(version -> new Step(version, whole(dialect, version)))
            .toArray(JavaMigration[]::new);
    Flyway flow =
        flyway
            .table(HISTORY)
            .locations(new String[0])
            .javaMigrations(steps)
            .loggers("slf4j")
            .load();
    flow.migrate();
  }

  private static String whole(String dialect, int version) {
    String own = script(dialect + "-" + version + ".sql");
    if (version != WITH_WEBHOOKS) {
      return own;
    }
    return (dialect.equals("sqlite") ? Webhooks.SQLITE_TABLES : Webhooks.POSTGRESQL_TABLES) + own;
  }

  private static String script(String name) {
    try (InputStream in = Migrations.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("script is part of the jar: script=" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Given by hand, so that nothing is searched for in the jar at the start. */
  private record Step(int version, String script) implements JavaMigration {

    @Override
    public MigrationVersion getVersion() {
      return MigrationVersion.fromVersion(Integer.toString(version));
    }

    @Override
    public String getDescription() {
      return "tables";
    }

    @Override
    public Integer getChecksum() {
      CRC32 crc = new CRC32();
      crc.update(script.getBytes(StandardCharsets.UTF_8));
      return (int) crc.getValue();
    }

    @Override
    public boolean canExecuteInTransaction() {
      return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
      try (Statement statement = context.getConnection().createStatement()) {
        statement.executeUpdate(script); // both drivers take several statements at once
      }
    }
  }
}
