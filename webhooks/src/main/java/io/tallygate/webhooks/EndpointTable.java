package io.tallygate.webhooks;

import io.tallygate.webhooks.Endpoint.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The endpoints in the database. */
final class EndpointTable {

  private static final String COLUMNS =
      "id, owner, url, events, description, secret, created_millis, disabled_millis";

  private EndpointTable() {}

  static void insert(Handle handle, Endpoint endpoint) {
    handle
        .createUpdate(
            "INSERT INTO webhook_endpoint ("
                + COLUMNS
                + ") VALUES"
                + " (:id, :owner, :url, :events, :description, :secret, :created, NULL)")
        .bind("id", endpoint.id())
        .bind("owner", endpoint.owner())
        .bind("url", endpoint.subscription().url())
        .bind("events", String.join(" ", endpoint.subscription().events()))
        .bind("description", endpoint.subscription().description())
        .bind("secret", endpoint.secret().text())
        .bind("created", endpoint.created().toEpochMilli())
        .execute();
  }

  static List<Endpoint> list(Handle handle, String owner) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM webhook_endpoint WHERE owner = :owner"
                + " ORDER BY created_millis, id")
        .bind("owner", owner)
        .map((row, context) -> read(row))
        .list();
  }

  static List<Endpoint> all(Handle handle, int skip, int max) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM webhook_endpoint ORDER BY created_millis, id LIMIT :max OFFSET :skip")
        .bind("max", max)
        .bind("skip", skip)
        .map((row, context) -> read(row))
        .list();
  }

  static Optional<Endpoint> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM webhook_endpoint WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  static int change(Handle handle, String id, Subscription subscription) {
    return handle
        .createUpdate(
            "UPDATE webhook_endpoint SET url = :url, events = :events, description = :description"
                + " WHERE id = :id")
        .bind("url", subscription.url())
        .bind("events", String.join(" ", subscription.events()))
        .bind("description", subscription.description())
        .bind("id", id)
        .execute();
  }

  static int secret(Handle handle, String id, Secret secret) {
    return handle
        .createUpdate("UPDATE webhook_endpoint SET secret = :secret WHERE id = :id")
        .bind("secret", secret.text())
        .bind("id", id)
        .execute();
  }

  static void enable(Handle handle, String id) {
    handle
        .createUpdate("UPDATE webhook_endpoint SET disabled_millis = NULL WHERE id = :id")
        .bind("id", id)
        .execute();
  }

  static int delete(Handle handle, String owner, String id) {
    return handle
        .createUpdate("DELETE FROM webhook_endpoint WHERE owner = :owner AND id = :id")
        .bind("owner", owner)
        .bind("id", id)
        .execute();
  }

  static void disable(Handle handle, String id, long nowMillis) {
    handle
        .createUpdate(
            "UPDATE webhook_endpoint SET disabled_millis = :now"
                + " WHERE id = :id AND disabled_millis IS NULL")
        .bind("now", nowMillis)
        .bind("id", id)
        .execute();
  }

  private static Endpoint read(ResultSet row) throws SQLException {
    return new Endpoint(
        row.getString("id"),
        row.getString("owner"),
        new Subscription(
            row.getString("url"),
            List.of(row.getString("events").split(" ", -1)),
            row.getString("description")),
        Secret.parse(row.getString("secret")),
        Instant.ofEpochMilli(row.getLong("created_millis")),
        row.getObject("disabled_millis") == null ? State.ENABLED : State.DISABLED);
  }
}
