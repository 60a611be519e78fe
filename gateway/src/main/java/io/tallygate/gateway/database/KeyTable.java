package io.tallygate.gateway.database;

import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.KeyHash;
import io.tallygate.gateway.key.KeyQuery;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Standing;
import io.tallygate.gateway.key.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** The rows of keys and of their secrets' hashes. */
final class KeyTable {

  /** A key and its place in the list of all. */
  record Row(long number, ApiKey key) {}

  private static final String IN_STATE =
      " AND CASE"
          + " WHEN :state = 'EXPIRED' THEN state <> 'REVOKED' AND expiry_second <= :now"
          + " WHEN :state = 'REVOKED' THEN state = 'REVOKED'"
          + " ELSE state = :state AND expiry_second > :now END";

  private KeyTable() {}

  static ApiKey read(ResultSet row) throws SQLException {
    return new ApiKey(
        row.getString("id"),
        row.getString("last_four"),
        new Description(row.getString("name"), JsonText.texts(row.getString("metadata"))),
        new Standing(row.getString("owner"), row.getString("plan")),
        new Life(
            State.valueOf(row.getString("state")),
            row.getLong("created_second"),
            row.getLong("expiry_second"),
            row.getLong("last_used_second")),
        new Version(row.getLong("change")));
  }

  static ApiKey get(Handle handle, String id) {
    return find(handle, id).orElseThrow(() -> Session.unknown("key", id));
  }

  static Optional<ApiKey> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM api_key WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  static Page<ApiKey> list(Handle handle, KeyQuery query, Page.Request page, long nowSecond) {
    StringBuilder sql = new StringBuilder("SELECT * FROM api_key WHERE number > :after");
    if (!query.text().isEmpty()) {
      sql.append(" AND (id = :text OR last_four = :text OR name_folded LIKE :like ESCAPE '!')");
    }
    query.owner().ifPresent(owner -> sql.append(" AND owner = :owner"));
    query.state().ifPresent(state -> sql.append(IN_STATE));
    Query statement =
        handle
            .createQuery(sql.append(" ORDER BY number LIMIT :size").toString())
            .bind("after", page.after(0))
            .bind("size", page.size() + 1);
    if (!query.text().isEmpty()) {
      statement.bind("text", query.text()).bind("like", Pages.anywhere(query.text()));
    }
    query.owner().ifPresent(owner -> statement.bind("owner", owner));
    query.state().ifPresent(s -> statement.bind("state", s.name()).bind("now", nowSecond));
    List<Row> rows =
        statement.map((row, context) -> new Row(row.getLong("number"), read(row))).list();
    Page<Row> found = Pages.of(rows, page, Row::number);
    return new Page<>(found.items().stream().map(Row::key).toList(), found.next());
  }

  static long count(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM api_key").mapTo(Long.class).one();
  }

  static void insert(Handle handle, ApiKey key) {
    bind(
            handle.createUpdate(
                "INSERT INTO api_key (id, last_four, name, name_folded, metadata, owner, plan,"
                    + " state, created_second, expiry_second, change)"
                    + " VALUES (:id, :lastFour, :name, :folded, :metadata, :owner, :plan,"
                    + " :state, :created, :expiry, :change)"),
            key)
        .bind("created", key.life().createdSecond())
        .execute();
  }

  static void update(Handle handle, ApiKey key) {
    bind(
            handle.createUpdate(
                "UPDATE api_key SET last_four = :lastFour, name = :name, name_folded = :folded,"
                    + " metadata = :metadata, owner = :owner, plan = :plan, state = :state,"
                    + " expiry_second = :expiry, change = :change WHERE id = :id"),
            key)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, ApiKey key) {
    return statement
        .bind("id", key.id())
        .bind("lastFour", key.lastFour())
        .bind("name", key.name())
        .bind("folded", Pages.folded(key.name()))
        .bind("metadata", JsonText.of(key.description().metadata()))
        .bind("owner", key.standing().owner())
        .bind("plan", key.standing().plan())
        .bind("state", key.life().state().name())
        .bind("expiry", key.life().expirySecond())
        .bind("change", key.version().change());
  }

  static void touch(Handle handle, String id, long change) {
    handle
        .createUpdate("UPDATE api_key SET change = :change WHERE id = :id")
        .bind("change", change)
        .bind("id", id)
        .execute();
  }

  static boolean isKnown(Handle handle, KeyHash hash) {
    return handle
            .createQuery("SELECT count(*) FROM key_secret WHERE hash = :hash")
            .bind("hash", hash.bytes())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  static void insertSecret(Handle handle, String id, KeyHash hash) {
    handle
        .createUpdate(
            "INSERT INTO key_secret (hash, key_id, until_second) VALUES (:hash, :id, :end)")
        .bind("hash", hash.bytes())
        .bind("id", id)
        .bind("end", Life.NO_END)
        .execute();
  }

  /** Forgets the secrets that have ended, ends the others by then, and counts those. */
  static long endSecrets(Handle handle, String id, long nowSecond, long untilSecond) {
    handle
        .createUpdate("DELETE FROM key_secret WHERE key_id = :id AND until_second <= :now")
        .bind("id", id)
        .bind("now", nowSecond)
        .execute();
    return handle
        .createUpdate(
            "UPDATE key_secret SET until_second ="
                + " CASE WHEN until_second < :until THEN until_second ELSE :until END"
                + " WHERE key_id = :id")
        .bind("id", id)
        .bind("until", untilSecond)
        .execute();
  }

  /** For the audit. */
  static Map<String, Object> state(ApiKey key) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("name", key.name());
    state.put("state", Pages.folded(key.life().state().name()));
    state.put("owner", key.standing().owner());
    state.put("plan", key.standing().plan());
    state.put(
        "expiry", key.life().expirySecond() == Life.NO_END ? null : key.life().expirySecond());
    state.put("lastFour", key.lastFour());
    state.put("metadata", key.description().metadata());
    return state;
  }
}
