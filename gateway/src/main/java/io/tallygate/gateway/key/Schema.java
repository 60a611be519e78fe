package io.tallygate.gateway.key;

import java.util.List;

/** The tables, as steps: a database at version n has had the first n of them. */
final class Schema {

  /*
   * api_key.change grows with every write to the key or its overrides, so that a running server
   * reads only what is new.
   */

  private static final int APPLICATION_ID = 0x54414C59; // "TALY"

  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              """
              CREATE TABLE api_key (
                number INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                hash BLOB NOT NULL UNIQUE,
                last_four TEXT NOT NULL,
                created_second INTEGER NOT NULL,
                revoked_second INTEGER,
                change INTEGER NOT NULL
              ) STRICT
              """,
              "CREATE INDEX api_key_change ON api_key (change)",
              """
              CREATE TABLE limit_override (
                key_id TEXT NOT NULL REFERENCES api_key (id),
                limit_name TEXT NOT NULL,
                count INTEGER NOT NULL,
                until_second INTEGER NOT NULL,
                reason TEXT NOT NULL,
                created_second INTEGER NOT NULL,
                PRIMARY KEY (key_id, limit_name)
              ) STRICT, WITHOUT ROWID
              """,
              """
              CREATE TABLE drain (
                number INTEGER PRIMARY KEY,
                key_id TEXT NOT NULL REFERENCES api_key (id),
                group_name TEXT NOT NULL,
                requested_millis INTEGER NOT NULL,
                taken INTEGER NOT NULL DEFAULT 0,
                units INTEGER,
                refusal TEXT
              ) STRICT
              """,
              """
              CREATE TABLE published_limit (
                number INTEGER PRIMARY KEY,
                group_name TEXT NOT NULL,
                limit_name TEXT NOT NULL UNIQUE,
                count INTEGER NOT NULL,
                period_seconds INTEGER NOT NULL
              ) STRICT
              """,
              """
              CREATE TABLE published_policy (
                number INTEGER PRIMARY KEY CHECK (number = 1),
                key_prefix TEXT NOT NULL
              ) STRICT
              """));

  private Schema() {}

  /** Takes the steps that are missing; refuses what is newer or not ours. */
  static void bringUpToDate(Database database) {
    if (version(database) < STEPS.size()) {
      database.execute("PRAGMA journal_mode = WAL");
      database.write(
          () -> {
            for (long done = version(database); done < STEPS.size(); done++) {
              STEPS.get((int) done).forEach(database::execute);
            }
            database.execute("PRAGMA application_id = " + APPLICATION_ID);
            database.execute("PRAGMA user_version = " + STEPS.size());
            return true;
          });
    }
  }

  private static long version(Database database) {
    long version = database.number("PRAGMA user_version");
    long application = database.number("PRAGMA application_id");
    boolean empty = database.number("SELECT count(*) FROM sqlite_schema") == 0;
    if (empty ? version != 0 || application != 0 : application != APPLICATION_ID) {
      throw new DataException(
          "database is not Tallygate's; take another folder: file=" + database.file());
    }
    if (version > STEPS.size()) {
      throw new DataException(
          "database was written by a newer Tallygate; update this one: file=%s version=%s known=%s"
              .formatted(database.file(), version, STEPS.size()));
    }
    return version;
  }
}
