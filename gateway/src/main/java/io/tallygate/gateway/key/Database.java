package io.tallygate.gateway.key;

import static io.tallygate.limiter.check.Checks.require;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the SQLite database of a data folder. Not thread-safe; any number of
 * connections, in any number of processes, may be open at the same time.
 */
final class Database implements AutoCloseable {

  static final String FILE = "tallygate.db";

  private static final int BUSY_MILLIS = 5_000;

  /** What to do where there is no database yet. */
  enum Missing {
    CREATE,
    REFUSE
  }

  /** Makes a value of the row that a result stands on. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Path file;
  private final Connection connection;
  private final @Nullable Object fileKey;

  private Database(Path file, Connection connection, @Nullable Object fileKey) {
    this.file = file;
    this.connection = connection;
    this.fileKey = fileKey;
  }

  static Database open(Path data, Missing missing) {
    // The driver reads what stands behind a question mark as settings.
    require(data.toString().indexOf('?') < 0, "data must have no question mark: data=%s", data);
    Path file = data.resolve(FILE);
    if (missing == Missing.CREATE) {
      create(data, file);
    } else if (!Files.exists(file)) {
      throw new DataException(
          "no "
              + FILE
              + " here; `tallygate serve` or `tallygate key create` makes one: data="
              + data);
    }
    Database database = connect(file);
    try {
      database.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
      database.execute("PRAGMA foreign_keys = ON");
      database.execute("PRAGMA synchronous = FULL");
      Schema.bringUpToDate(database);
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static void create(Path data, Path file) {
    try {
      OwnerOnly.createFolder(data);
      Files.createFile(file, OwnerOnly.file(file));
    } catch (FileAlreadyExistsException e) {
      // A later start, or another process was first: the database is there, as it should be.
    } catch (IOException e) {
      throw new DataException("database cannot be made: file=" + file, e);
    }
  }

  private static Database connect(Path file) {
    try {
      Object fileKey = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return new Database(file, DriverManager.getConnection("jdbc:sqlite:" + file), fileKey);
    } catch (IOException | SQLException e) {
      throw new DataException("database cannot be opened: file=" + file, e);
    }
  }

  Path file() {
    return file;
  }

  /** Whether the file that was opened has been replaced or is gone. */
  boolean isStale() {
    try {
      Object now = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return fileKey != null && !fileKey.equals(now);
    } catch (IOException e) {
      return true;
    }
  }

  /** Changes whenever another connection has committed something. */
  long dataVersion() {
    return number("PRAGMA data_version");
  }

  long number(String sql, Object... values) {
    return query(sql, row -> row.getLong(1), values).get(0);
  }

  <T> List<T> query(String sql, Row<T> row, Object... values) {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet result = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row.read(result));
      }
      return rows;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Returns how many rows changed. */
  int update(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Does all of the work or nothing, after everybody who began to write before. */
  <T> T write(Supplier<T> work) {
    return transaction("BEGIN IMMEDIATE", work);
  }

  /** Reads one state of the database, whatever is written meanwhile. */
  <T> T read(Supplier<T> work) {
    return transaction("BEGIN", work);
  }

  private <T> T transaction(String begin, Supplier<T> work) {
    execute(begin);
    boolean done = false;
    try {
      T result = work.get();
      execute("COMMIT");
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack();
      }
    }
  }

  private void rollBack() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      // What made the work fail may have ended the transaction, and is thrown already.
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private DataException failed(SQLException e) {
    return new DataException("database failed: file=" + file + " cause=" + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
