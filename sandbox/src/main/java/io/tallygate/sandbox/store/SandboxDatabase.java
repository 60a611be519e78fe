package io.tallygate.sandbox.store;

import io.tallygate.webhooks.Webhooks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The sandbox's SQLite database. Thread-safe: one thread writes at a time. Reads are of other
 * connections and wait for nobody.
 */
public final class SandboxDatabase implements AutoCloseable {

  private static final int BUSY_MILLIS = 10_000;
  private static final int APPLICATION_ID = 0x54534258; // "TSBX"

  private final Jdbi jdbi;
  private final Handle writer; // guarded by this

  private SandboxDatabase(Jdbi jdbi) {
    this.jdbi = jdbi;
    this.writer = jdbi.open();
  }

  /** Opens the database in this file, with its tables, or makes it. */
  public static SandboxDatabase open(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setApplicationId(APPLICATION_ID);
    config.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    Flyway.configure()
        .dataSource(source)
        .table("sandbox_schema_history")
        .locations(new String[0])
        .javaMigrations(
            new Step(1, "tables", script("sandbox-1.sql")),
            new Step(2, "webhooks", Webhooks.SQLITE_TABLES))
        .loggers("slf4j")
        .load()
        .migrate();
    return new SandboxDatabase(Jdbi.create(source));
  }

  private static String script(String name) {
    try (InputStream in =
        Objects.requireNonNull(SandboxDatabase.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For those who keep their own tables here. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /**
   * Writes all of it or nothing.
   *
   * @param committed is told what was written, in the order of the writes; it must be quick
   */
  public synchronized <T> T write(Function<Handle, T> work, Consumer<T> committed) {
    T result = writer.inTransaction(work::apply);
    committed.accept(result);
    return result;
  }

  public <T> T read(Function<Handle, T> work) {
    return jdbi.withHandle(work::apply);
  }

  @Override
  public synchronized void close() {
    writer.close();
  }

  /** Given by hand, so that nothing is searched for in the jar at the start. */
  private record Step(int version, String description, String script) implements JavaMigration {

    @Override
    public MigrationVersion getVersion() {
      return MigrationVersion.fromVersion(Integer.toString(version));
    }

    @Override
    public String getDescription() {
      return description;
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
        statement.executeUpdate(script); // the driver takes several statements at once
      }
    }
  }
}
