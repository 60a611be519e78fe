package io.tallygate.gateway.database;

import io.tallygate.gateway.key.AdminToken;
import io.tallygate.gateway.key.AdminToken.TokenLife;
import io.tallygate.gateway.key.KeyHash;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of admin tokens. */
final class TokenTable {

  private record Row(long number, AdminToken token) {}

  private TokenTable() {}

  private static AdminToken read(ResultSet row) throws SQLException {
    long revoked = row.getLong("revoked_second");
    return new AdminToken(
        row.getString("id"),
        row.getString("name"),
        Role.valueOf(row.getString("role")),
        new TokenLife(
            row.getLong("created_second"),
            row.getLong("expiry_second"),
            revoked == 0 ? Life.NO_END : revoked, // NULL is read as 0
            row.getLong("last_used_second")));
  }

  static AdminToken get(Handle handle, String id) {
    return byId(handle, id).orElseThrow(() -> Session.unknown("token", id));
  }

  static Optional<AdminToken> byId(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM admin_token WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  static Optional<AdminToken> find(Handle handle, KeyHash hash) {
    return handle
        .createQuery("SELECT * FROM admin_token WHERE hash = :hash")
        .bind("hash", hash.bytes())
        .map((row, context) -> read(row))
        .findOne();
  }

  static Page<AdminToken> list(Handle handle, Page.Request page) {
    List<Row> rows =
        handle
            .createQuery(
                "SELECT * FROM admin_token WHERE number > :after ORDER BY number LIMIT :size")
            .bind("after", page.after(0))
            .bind("size", page.size() + 1)
            .map((row, context) -> new Row(row.getLong("number"), read(row)))
            .list();
    Page<Row> found = Pages.of(rows, page, Row::number);
    return new Page<>(found.items().stream().map(Row::token).toList(), found.next());
  }

  static long count(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM admin_token").mapTo(Long.class).one();
  }

  static void insert(Handle handle, AdminToken token, KeyHash hash) {
    handle
        .createUpdate(
            "INSERT INTO admin_token (id, name, role, hash, created_second, expiry_second)"
                + " VALUES (:id, :name, :role, :hash, :created, :expiry)")
        .bind("id", token.id())
        .bind("name", token.name())
        .bind("role", token.role().name())
        .bind("hash", hash.bytes())
        .bind("created", token.life().createdSecond())
        .bind("expiry", token.life().expirySecond())
        .execute();
  }

  static void revoke(Handle handle, String id, long second) {
    handle.execute(
        "UPDATE admin_token SET revoked_second = ? WHERE id = ? AND revoked_second IS NULL",
        second,
        id);
  }

  static int used(Handle handle, String id, long second) {
    return handle.execute("UPDATE admin_token SET last_used_second = ? WHERE id = ?", second, id);
  }

  /** For the audit. */
  static Map<String, Object> state(AdminToken token) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("name", token.name());
    state.put("role", Pages.folded(token.role().name()));
    state.put("state", token.isRevoked() ? "revoked" : "active");
    long expiry = token.life().expirySecond();
    state.put("expiry", expiry == Life.NO_END ? null : expiry);
    return state;
  }
}
