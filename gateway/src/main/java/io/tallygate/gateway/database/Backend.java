package io.tallygate.gateway.database;

import java.sql.Connection;
import java.sql.SQLException;

/** What differs between the databases: how one is opened, and how its transactions begin. */
interface Backend {

  /** What to do where there are no tables yet. */
  enum Missing {
    CREATE,
    REFUSE
  }

  /**
   * Makes the tables or brings them up to date, one process at a time.
   *
   * @throws io.tallygate.gateway.key.DataException if they are not ours, or of a newer Tallygate
   */
  void bringUpToDate(Missing missing) throws SQLException;

  Connection connect() throws SQLException;

  /** Begins what writes, after everybody who began to write before. */
  String beginWrite();

  /** Begins what reads one state, whatever is written meanwhile. */
  String beginRead();

  /** Whether what was opened is no longer what is there. */
  boolean isStale();

  /** {@code file=…} or {@code db=…}, for messages; bears no secret. */
  String place();

  /** The setting by which another process finds the same database. */
  String setting();

  static Backend of(Location location) {
    if (location instanceof Location.Folder folder) {
      return new SqliteBackend(folder.data());
    }
    return new PostgresBackend((Location.Postgres) location);
  }
}
