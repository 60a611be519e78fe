package io.tallygate.gateway.database;

import io.tallygate.gateway.database.Backend.Missing;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the database, opened again after it failed. Thread-safe: one thread works with
 * it at a time. Any number of them, in any number of processes, may be open.
 */
public final class Database implements AutoCloseable {

  /*
   * Whatever changes what servers must know raises change_count first, within its transaction. In
   * SQLite there is one writer at a time anyway; in PostgreSQL the next writer waits for the row
   * until this one has committed. So who reads change n sees all changes up to n, and never later
   * one that is smaller.
   */

  private static final int VALID_SECONDS_MAX = 2;

  private final Backend backend;
  private final Jdbi jdbi;
  private @Nullable Handle handle; // guarded by this
  private volatile @Nullable Handle within; // of the transaction under way; set under this

  private Database(Backend backend) {
    this.backend = backend;
    this.jdbi = Jdbi.create(backend::connect);
  }

  /**
   * Opens a database whose tables are there, or makes them.
   *
   * @throws DataException if it cannot be used
   */
  public static Database open(Location location) {
    return open(location, Missing.CREATE);
  }

  /**
   * Opens a database whose tables must be there.
   *
   * @throws DataException if they are not, or it cannot be used
   */
  public static Database openExisting(Location location) {
    return open(location, Missing.REFUSE);
  }

  private static Database open(Location location, Missing missing) {
    Database database = new Database(Backend.of(location));
    try {
      database.backend.bringUpToDate(missing);
    } catch (SQLException e) {
      throw database.failed(e);
    }
    return database;
  }

  /** Whether there is a database already, as far as can be seen without opening one. */
  public static boolean isIn(Location location) {
    return !(location instanceof Location.Folder folder)
        || Files.exists(folder.data().resolve(SqliteBackend.FILE));
  }

  Backend backend() {
    return backend;
  }

  /**
   * What a transaction writes with.
   *
   * @param change the number of this change, for what servers must know
   */
  record Write(Handle handle, long change) {}

  /*
   * What is called within the work of a transaction is a part of it, so several changes can be made
   * one. The connection may break in between; then the rest fails too, for `within` stays what it
   * was, and nothing is done outside.
   */

  /** Changes what servers must know: all of it or nothing. */
  synchronized <T> T write(Function<Write, T> work) {
    return transaction(
        backend.beginWrite(),
        opened -> {
          long change =
              opened
                  .createQuery("UPDATE change_count SET change = change + 1 RETURNING change")
                  .mapTo(Long.class)
                  .one();
          return work.apply(new Write(opened, change));
        });
  }

  /** Writes what servers need not know: all of it or nothing. */
  synchronized <T> T note(Function<Handle, T> work) {
    return transaction(backend.beginWrite(), work);
  }

  /** Reads one state of the database, whatever is written meanwhile. */
  synchronized <T> T read(Function<Handle, T> work) {
    return transaction(backend.beginRead(), work);
  }

  /** Does one statement, which is a transaction of its own. */
  synchronized <T> T once(Function<Handle, T> work) {
    return guarded(
        () -> {
          Handle outer = within;
          return work.apply(outer == null ? opened() : outer);
        });
  }

  private <T> T transaction(String begin, Function<Handle, T> work) {
    return guarded(
        () -> {
          Handle outer = within;
          if (outer != null) {
            return work.apply(outer);
          }
          Handle opened = begun(begin);
          boolean done = false;
          try {
            within = opened;
            T result = work.apply(opened);
            opened.execute("COMMIT");
            done = true;
            return result;
          } finally {
            within = null;
            if (!done) {
              rollBack(opened);
            }
          }
        });
  }

  /** Begins; on a new connection if the database was started anew since the last time. */
  private Handle begun(String begin) {
    Handle opened = opened();
    try {
      opened.execute(begin);
      return opened;
    } catch (JdbiException e) {
      if (isValid(opened)) {
        throw e;
      }
      drop();
      Handle fresh = opened();
      fresh.execute(begin);
      return fresh;
    }
  }

  /** Whether a transaction is under way, in any thread. */
  boolean isWithin() {
    return within != null;
  }

  private static boolean isValid(Handle opened) {
    try {
      return opened.getConnection().isValid(VALID_SECONDS_MAX);
    } catch (SQLException e) {
      return false;
    }
  }

  private static void rollBack(Handle opened) {
    try {
      opened.execute("ROLLBACK");
    } catch (JdbiException e) {
      // What made the work fail may have ended the transaction, and is thrown already.
    }
  }

  private <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (JdbiException e) {
      drop(); // the connection may be broken; the next one will not be
      throw failed(e);
    }
  }

  private Handle opened() {
    Handle present = handle;
    if (present == null) {
      present = jdbi.open();
      handle = present;
    }
    return present;
  }

  private void drop() {
    Handle present = handle;
    handle = null;
    if (present != null) {
      try {
        present.close();
      } catch (JdbiException e) {
        // It is broken: that is why it is dropped.
      }
    }
  }

  /** JDBI's own messages repeat what was bound; the driver's first line does not. */
  private DataException failed(Exception e) {
    Throwable cause = e;
    while (!(cause instanceof SQLException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String line = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new DataException(
        Reason.UNAVAILABLE,
        "database failed: %s cause=%s".formatted(backend.place(), line),
        cause instanceof SQLException ? cause : null);
  }

  @Override
  public synchronized void close() {
    drop();
  }
}
