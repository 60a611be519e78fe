package io.tallygate.webhooks;

import io.tallygate.webhooks.Delivery.Progress;
import io.tallygate.webhooks.Delivery.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The messages in the database, and how far each got on its way to each endpoint. */
final class DeliveryTable {

  /*
   * PENDING --claimed--> an attempt --2xx--> DELIVERED
   *    ^                    |   |
   *    |                    |   +--410, or too often--> DEAD --replayed--> PENDING
   *    +------failed--------+
   *
   * A claim is a time until which nobody else tries. It ends by itself, so that the deliveries of
   * a process that was killed are made by the next one; a receiver may see one twice, never none.
   */

  private DeliveryTable() {}

  /** An event as it was published: told to each of the owner's endpoints under one id. */
  record Message(String id, String owner, Event event, long createdMillis) {}

  static void insertMessage(Handle handle, Message message) {
    handle
        .createUpdate(
            "INSERT INTO webhook_message (id, owner, event, body, created_millis)"
                + " VALUES (:id, :owner, :event, :body, :now)")
        .bind("id", message.id())
        .bind("owner", message.owner())
        .bind("event", message.event().name())
        .bind("body", message.event().body())
        .bind("now", message.createdMillis())
        .execute();
  }

  static void insert(Handle handle, DeliveryId id, State state, long nowMillis) {
    handle
        .createUpdate(
            "INSERT INTO webhook_delivery (message_id, endpoint_id, state, attempts, due_millis,"
                + " claimed_until_millis, last_error)"
                + " VALUES (:message, :endpoint, :state, 0, :now, 0, :error)")
        .bind("message", id.messageId())
        .bind("endpoint", id.endpointId())
        .bind("state", state.name())
        .bind("now", nowMillis)
        .bind("error", state == State.DEAD ? "too many messages wait" : null)
        .execute();
  }

  static long countPending(Handle handle, String endpointId) {
    return handle
        .createQuery(
            "SELECT count(*) FROM webhook_delivery"
                + " WHERE endpoint_id = :endpoint AND state = 'PENDING'")
        .bind("endpoint", endpointId)
        .mapTo(Long.class)
        .one();
  }

  /** Of each endpoint the first that are due and nobody's. */
  static List<DueDelivery> due(Handle handle, long nowMillis, int eachMax, int max) {
    return handle
        .createQuery(
            """
            SELECT d.message_id, d.endpoint_id, d.attempts, e.url, e.secret, m.body
            FROM (
              SELECT message_id, endpoint_id, attempts, due_millis,
                row_number() OVER (PARTITION BY endpoint_id ORDER BY due_millis) AS place
              FROM webhook_delivery
              WHERE state = 'PENDING' AND due_millis <= :now AND claimed_until_millis <= :now
            ) d
            JOIN webhook_endpoint e ON e.id = d.endpoint_id
            JOIN webhook_message m ON m.id = d.message_id
            WHERE d.place <= :each
            ORDER BY d.due_millis
            LIMIT :max
            """)
        .bind("now", nowMillis)
        .bind("each", eachMax)
        .bind("max", max)
        .map(
            (row, context) ->
                new DueDelivery(
                    row.getString("message_id"),
                    row.getString("endpoint_id"),
                    row.getInt("attempts"),
                    row.getString("url"),
                    Secret.parse(row.getString("secret")),
                    row.getString("body")))
        .list();
  }

  static boolean claim(Handle handle, DueDelivery delivery, long nowMillis, long untilMillis) {
    return handle
            .createUpdate(
                "UPDATE webhook_delivery SET claimed_until_millis = :until"
                    + " WHERE message_id = :message AND endpoint_id = :endpoint"
                    + " AND state = 'PENDING' AND claimed_until_millis <= :now")
            .bind("until", untilMillis)
            .bind("now", nowMillis)
            .bind("message", delivery.messageId())
            .bind("endpoint", delivery.endpointId())
            .execute()
        > 0;
  }

  /** Notes what came of an attempt, with the time of the next one, or of this one. */
  static int settle(Handle handle, DueDelivery delivery, State state, Progress progress) {
    return handle
        .createUpdate(
            "UPDATE webhook_delivery SET state = :state, attempts = :attempts, due_millis = :due,"
                + " claimed_until_millis = 0, last_status = :status, last_error = :error"
                + " WHERE message_id = :message AND endpoint_id = :endpoint")
        .bind("state", state.name())
        .bind("attempts", progress.attempts())
        .bind("due", progress.due().toEpochMilli())
        .bind("status", progress.lastStatus())
        .bind("error", progress.lastError())
        .bind("message", delivery.messageId())
        .bind("endpoint", delivery.endpointId())
        .execute();
  }

  static int giveUp(Handle handle, String endpointId) {
    return handle
        .createUpdate(
            "UPDATE webhook_delivery SET state = 'DEAD' WHERE endpoint_id = :endpoint"
                + " AND state = 'PENDING'")
        .bind("endpoint", endpointId)
        .execute();
  }

  /** Has one that is over made again from the start. */
  static int replay(Handle handle, String owner, DeliveryId id, long nowMillis) {
    return handle
        .createUpdate(
            """
            UPDATE webhook_delivery SET state = 'PENDING', attempts = 0, due_millis = :now
            WHERE message_id = :message AND endpoint_id = :endpoint AND state <> 'PENDING'
              AND EXISTS (SELECT 1 FROM webhook_endpoint e WHERE e.id = endpoint_id
                AND e.owner = :owner AND e.disabled_millis IS NULL)
            """)
        .bind("now", nowMillis)
        .bind("message", id.messageId())
        .bind("endpoint", id.endpointId())
        .bind("owner", owner)
        .execute();
  }

  /** The newest first. */
  static List<Delivery> list(Handle handle, DeliveryFilter filter, int skip, int max) {
    return handle
        .createQuery( // PostgreSQL must be told of what type a null is
            """
            SELECT d.*, m.event, m.created_millis
            FROM webhook_delivery d JOIN webhook_message m ON m.id = d.message_id
            WHERE (CAST(:owner AS TEXT) IS NULL OR m.owner = :owner)
              AND (CAST(:endpoint AS TEXT) IS NULL OR d.endpoint_id = :endpoint)
              AND (CAST(:state AS TEXT) IS NULL OR d.state = :state)
            ORDER BY m.created_millis DESC, d.message_id, d.endpoint_id
            LIMIT :max OFFSET :skip
            """)
        .bind("owner", filter.owner().orElse(null))
        .bind("endpoint", filter.endpointId().orElse(null))
        .bind("state", filter.state().map(Enum::name).orElse(null))
        .bind("max", max)
        .bind("skip", skip)
        .map((row, context) -> read(row))
        .list();
  }

  static Optional<Delivery> find(Handle handle, DeliveryId id) {
    return handle
        .createQuery(
            """
            SELECT d.*, m.event, m.created_millis
            FROM webhook_delivery d JOIN webhook_message m ON m.id = d.message_id
            WHERE d.message_id = :message AND d.endpoint_id = :endpoint
            """)
        .bind("message", id.messageId())
        .bind("endpoint", id.endpointId())
        .map((row, context) -> read(row))
        .findOne();
  }

  /** Deletes messages of which nothing is to be done any more. */
  static int deleteOld(Handle handle, long createdBeforeMillis) {
    return handle
        .createUpdate(
            """
            DELETE FROM webhook_message WHERE created_millis < :before AND NOT EXISTS (
              SELECT 1 FROM webhook_delivery d
              WHERE d.message_id = webhook_message.id AND d.state = 'PENDING')
            """)
        .bind("before", createdBeforeMillis)
        .execute();
  }

  private static Delivery read(ResultSet row) throws SQLException {
    int status = row.getInt("last_status"); // 0 for NULL
    return new Delivery(
        row.getString("message_id"),
        row.getString("endpoint_id"),
        row.getString("event"),
        State.valueOf(row.getString("state")),
        Instant.ofEpochMilli(row.getLong("created_millis")),
        new Progress(
            row.getInt("attempts"),
            Instant.ofEpochMilli(row.getLong("due_millis")),
            status == 0 ? null : status,
            row.getString("last_error")));
  }
}
