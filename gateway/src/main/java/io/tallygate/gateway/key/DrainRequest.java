package io.tallygate.gateway.key;

import io.tallygate.gateway.key.DrainResult.Drained;
import io.tallygate.gateway.key.DrainResult.Refused;
import io.tallygate.limiter.clock.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** How a command and the server that it never met agree on a drain: by rows of a table. */
final class DrainRequest {

  /*
   * command: inserts a row ---> waits for the result ---> deletes the row
   * server:       takes it, drains, writes the result
   *
   * Taking is one update, so a command that gives up knows by its delete whether the server has
   * begun; then it waits for the end after all. A row whose command was killed is deleted by the
   * server once nobody can be waiting any more.
   */

  private static final long POLL_NANOS = 10_000_000;
  private static final Duration FORGET_AFTER = SqliteKeys.DRAIN_WAIT_MAX.multipliedBy(2);

  private final Database database;
  private final Ticker ticker;

  DrainRequest(Database database, Ticker ticker) {
    this.database = database;
    this.ticker = ticker;
  }

  /** The command's side. */
  DrainResult await(String keyId, String group) {
    long number =
        database.write(
            () -> {
              database.update(
                  "INSERT INTO drain (key_id, group_name, requested_millis) VALUES (?, ?, ?)",
                  keyId,
                  group,
                  wallMillis());
              return database.number("SELECT last_insert_rowid()");
            });
    long startNanos = ticker.monotonicNanos();
    while (ticker.monotonicNanos() - startNanos < FORGET_AFTER.toNanos()) {
      Optional<DrainResult> result = result(number);
      if (result.isPresent()) {
        database.update("DELETE FROM drain WHERE number = ?", number);
        return result.get();
      }
      if (ticker.monotonicNanos() - startNanos > SqliteKeys.DRAIN_WAIT_MAX.toNanos()
          && database.update("DELETE FROM drain WHERE number = ? AND taken = 0", number) > 0) {
        break;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    throw new DataException(
        "no server answered in %ss; is one running with this --data?: data=%s"
            .formatted(SqliteKeys.DRAIN_WAIT_MAX.toSeconds(), database.file().getParent()));
  }

  private Optional<DrainResult> result(long number) {
    List<Optional<DrainResult>> rows =
        database.query(
            "SELECT units, refusal FROM drain WHERE number = ?",
            row -> {
              String refusal = row.getString("refusal");
              if (refusal != null) {
                return Optional.of(new Refused(refusal));
              }
              return row.getObject("units") == null
                  ? Optional.empty()
                  : Optional.of(new Drained(row.getLong("units")));
            },
            number);
    return rows.isEmpty() ? Optional.of(new Refused("the request was lost")) : rows.get(0);
  }

  /** One that nobody has taken yet. */
  record Open(long number, String keyId, String group) {}

  /** The server's side: what is to be done. */
  List<Open> open() {
    return database.query(
        "SELECT number, key_id, group_name FROM drain WHERE taken = 0 ORDER BY number",
        row -> new Open(row.getLong(1), row.getString(2), row.getString(3)));
  }

  /** Whether the request is now this server's to answer. */
  boolean take(Open request) {
    return database.update(
            "UPDATE drain SET taken = 1 WHERE number = ? AND taken = 0", request.number())
        > 0;
  }

  void answer(Open request, DrainResult result) {
    if (result instanceof Drained drained) {
      database.update(
          "UPDATE drain SET units = ? WHERE number = ?", drained.units(), request.number());
    } else if (result instanceof Refused refused) {
      database.update(
          "UPDATE drain SET refusal = ? WHERE number = ?", refused.reason(), request.number());
    }
  }

  /** Deletes those for which nobody waits any more. */
  void forgetOld() {
    database.update(
        "DELETE FROM drain WHERE requested_millis < ?", wallMillis() - FORGET_AFTER.toMillis());
  }

  private long wallMillis() {
    return ticker.wallMicros() / 1_000;
  }
}
