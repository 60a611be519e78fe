package io.tallygate.gateway.database;

import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.DrainResult;
import io.tallygate.gateway.key.DrainResult.Drained;
import io.tallygate.gateway.key.DrainResult.Refused;
import io.tallygate.limiter.clock.Ticker;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  /** How long a command waits for a server to begin. */
  static final Duration WAIT_MAX = Duration.ofSeconds(5);

  private static final long POLL_NANOS = 10_000_000;
  private static final Duration FORGET_AFTER = WAIT_MAX.multipliedBy(2);

  private final Database database;
  private final Ticker ticker;

  DrainRequest(Database database, Ticker ticker) {
    this.database = database;
    this.ticker = ticker;
  }

  /** The command's side. */
  DrainResult await(String keyId, String group) {
    long number =
        database.note(
            handle ->
                handle
                    .createQuery(
                        "INSERT INTO drain (key_id, group_name, requested_millis)"
                            + " VALUES (:key, :group, :now) RETURNING number")
                    .bind("key", keyId)
                    .bind("group", group)
                    .bind("now", wallMillis())
                    .mapTo(Long.class)
                    .one());
    long startNanos = ticker.monotonicNanos();
    while (ticker.monotonicNanos() - startNanos < FORGET_AFTER.toNanos()) {
      Optional<DrainResult> result = result(number);
      if (result.isPresent()) {
        update("DELETE FROM drain WHERE number = ?", number);
        return result.get();
      }
      if (ticker.monotonicNanos() - startNanos > WAIT_MAX.toNanos()
          && update("DELETE FROM drain WHERE number = ? AND taken = 0", number) > 0) {
        break;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    throw new DataException(
        Reason.UNAVAILABLE,
        "no server answered in %ss; is one running with this %s"
            .formatted(WAIT_MAX.toSeconds(), database.backend().setting()));
  }

  private Optional<DrainResult> result(long number) {
    List<Optional<DrainResult>> rows =
        database.once(
            handle ->
                handle
                    .createQuery("SELECT units, refusal FROM drain WHERE number = :number")
                    .bind("number", number)
                    .map((row, context) -> result(row))
                    .list());
    return rows.isEmpty() ? Optional.of(new Refused("the request was lost")) : rows.get(0);
  }

  private static Optional<DrainResult> result(ResultSet row) throws SQLException {
    String refusal = row.getString("refusal");
    if (refusal != null) {
      return Optional.of(new Refused(refusal));
    }
    long units = row.getLong("units");
    return row.wasNull() ? Optional.empty() : Optional.of(new Drained(units));
  }

  /** One that nobody has taken yet. */
  record Open(long number, String keyId, String group) {}

  /** The server's side: what is to be done. */
  List<Open> open() {
    return database.once(
        handle ->
            handle
                .createQuery("SELECT * FROM drain WHERE taken = 0 ORDER BY number")
                .map(
                    (row, context) ->
                        new Open(
                            row.getLong("number"),
                            row.getString("key_id"),
                            row.getString("group_name")))
                .list());
  }

  /** Whether the request is now this server's to answer. */
  boolean take(Open request) {
    return update("UPDATE drain SET taken = 1 WHERE number = ? AND taken = 0", request.number())
        > 0;
  }

  void answer(Open request, DrainResult result) {
    if (result instanceof Drained drained) {
      update("UPDATE drain SET units = ? WHERE number = ?", drained.units(), request.number());
    } else if (result instanceof Refused refused) {
      update("UPDATE drain SET refusal = ? WHERE number = ?", refused.reason(), request.number());
    }
  }

  /** Deletes those for which nobody waits any more. */
  void forgetOld() {
    update("DELETE FROM drain WHERE requested_millis < ?", wallMillis() - FORGET_AFTER.toMillis());
  }

  private int update(String sql, Object... values) {
    return database.once(handle -> handle.execute(sql, values));
  }

  private long wallMillis() {
    return ticker.wallMicros() / 1_000;
  }
}
