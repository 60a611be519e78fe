package io.tallygate.gateway.database;

import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** SQLite, in one file of the data folder, with a log that is written ahead. */
final class SqliteBackend implements Backend {

  /*
   * Two numbers in the file's head say what it is: application_id that it is ours, user_version
   * which tables it has. They are read, and the tables made, by one process at a time, under a lock
   * on a file beside the database: SQLite's own locks cannot cover Flyway's several transactions,
   * and the change to WAL does not wait for a busy database.
   */

  static final String FILE = "tallygate.db";
  static final String LOCK_FILE = "tallygate.lock";

  private static final int APPLICATION_ID = 0x54414C59; // "TALY"
  private static final int BUSY_MILLIS = 5_000;

  private final Path data;
  private final Path file;
  private volatile @Nullable Object fileKey;

  SqliteBackend(Path data) {
    this.data = data;
    this.file = data.resolve(FILE);
  }

  @Override
  public void bringUpToDate(Missing missing) throws SQLException {
    if (missing == Missing.CREATE) {
      create();
    } else if (!Files.exists(file)) {
      throw new DataException(
          Reason.UNAVAILABLE,
          "no %s here; `tallygate serve` or `tallygate key create` makes one: data=%s"
              .formatted(FILE, data));
    }
    FolderLock.holding(data.resolve(LOCK_FILE), this::migrate);
  }

  private void migrate() throws SQLException {
    try (Connection connection = connect()) {
      if (version(connection) < Migrations.LATEST) {
        execute(connection, "PRAGMA journal_mode = WAL");
        execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
        Migrations.run(Flyway.configure().dataSource(url(), "", ""), "sqlite");
      }
    }
  }

  private void create() {
    try {
      OwnerOnly.createFolder(data);
      Files.createFile(file, OwnerOnly.file(file));
    } catch (FileAlreadyExistsException e) {
      // A later start, or another process was first: the database is there, as it should be.
    } catch (IOException e) {
      throw new DataException(Reason.UNAVAILABLE, "database cannot be made: file=" + file, e);
    }
  }

  private long version(Connection connection) throws SQLException {
    long version = number(connection, "PRAGMA user_version");
    long application = number(connection, "PRAGMA application_id");
    boolean empty = number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
    if (application != APPLICATION_ID && !(empty && version == 0 && application == 0)) {
      throw new DataException(
          Reason.UNAVAILABLE, "database is not Tallygate's; take another folder: file=" + file);
    }
    if (version > Migrations.LATEST) {
      throw new DataException(
          Reason.UNAVAILABLE,
          "database was written by a newer Tallygate; update this one: file=%s version=%s known=%s"
              .formatted(file, version, Migrations.LATEST));
    }
    if (version == 1) {
      throw new DataException(
          Reason.UNAVAILABLE,
          "database was written before the first release and cannot be read; delete the data folder"
              + " or take another: file="
              + file);
    }
    return version;
  }

  @Override
  public Connection connect() throws SQLException {
    try {
      // A missing file would be made anew by the driver.
      fileKey = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      throw new DataException(Reason.UNAVAILABLE, "database cannot be opened: file=" + file, e);
    }
    Connection connection = DriverManager.getConnection(url());
    boolean ready = false;
    try {
      execute(connection, "PRAGMA busy_timeout = " + BUSY_MILLIS);
      execute(connection, "PRAGMA foreign_keys = ON");
      execute(connection, "PRAGMA synchronous = FULL");
      ready = true;
      return connection;
    } finally {
      if (!ready) {
        connection.close();
      }
    }
  }

  private String url() {
    return "jdbc:sqlite:" + file;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.getLong(1);
    }
  }

  @Override
  public String beginWrite() {
    return "BEGIN IMMEDIATE";
  }

  @Override
  public String beginRead() {
    return "BEGIN";
  }

  @Override
  public boolean isStale() {
    try {
      Object now = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      Object opened = fileKey;
      return opened != null && !opened.equals(now);
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public String place() {
    return "file=" + file;
  }

  @Override
  public String setting() {
    return "--data?: data=" + data;
  }
}
