package io.tallygate.gateway.database;

import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The rows of owners. */
final class OwnerTable {

  private record Row(long number, Owner owner) {}

  private OwnerTable() {}

  static Owner read(ResultSet row) throws SQLException {
    return new Owner(
        row.getString("id"),
        new Description(row.getString("name"), JsonText.texts(row.getString("metadata"))),
        row.getString("plan"),
        Owner.State.valueOf(row.getString("state")),
        row.getLong("created_second"),
        new Version(row.getLong("change")));
  }

  static Owner get(Handle handle, String id) {
    return find(handle, id).orElseThrow(() -> Session.unknown("owner", id));
  }

  static Optional<Owner> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM owner WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  static Page<Owner> list(Handle handle, String text, Page.Request page) {
    List<Row> rows =
        handle
            .createQuery(
                "SELECT * FROM owner WHERE number > :after"
                    + " AND (id = :text OR name_folded LIKE :like ESCAPE '!')"
                    + " ORDER BY number LIMIT :size")
            .bind("after", page.after(0))
            .bind("text", text)
            .bind("like", Pages.anywhere(text))
            .bind("size", page.size() + 1)
            .map((row, context) -> new Row(row.getLong("number"), read(row)))
            .list();
    Page<Row> found = Pages.of(rows, page, Row::number);
    return new Page<>(found.items().stream().map(Row::owner).toList(), found.next());
  }

  static long count(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM owner").mapTo(Long.class).one();
  }

  static void insert(Handle handle, Owner owner) {
    bind(
            handle.createUpdate(
                "INSERT INTO owner (id, name, name_folded, metadata, plan, state, created_second,"
                    + " change) VALUES (:id, :name, :folded, :metadata, :plan, :state, :created,"
                    + " :change)"),
            owner)
        .bind("created", owner.createdSecond())
        .execute();
  }

  static void update(Handle handle, Owner owner) {
    bind(
            handle.createUpdate(
                "UPDATE owner SET name = :name, name_folded = :folded, metadata = :metadata,"
                    + " plan = :plan, state = :state, change = :change WHERE id = :id"),
            owner)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Owner owner) {
    return statement
        .bind("id", owner.id())
        .bind("name", owner.name())
        .bind("folded", Pages.folded(owner.name()))
        .bind("metadata", JsonText.of(owner.description().metadata()))
        .bind("plan", owner.plan())
        .bind("state", owner.state().name())
        .bind("change", owner.version().change());
  }

  static void touch(Handle handle, String id, long change) {
    handle
        .createUpdate("UPDATE owner SET change = :change WHERE id = :id")
        .bind("change", change)
        .bind("id", id)
        .execute();
  }

  /** For the audit. */
  static Map<String, Object> state(Owner owner) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("name", owner.name());
    state.put("state", Pages.folded(owner.state().name()));
    state.put("plan", owner.plan());
    state.put("metadata", owner.description().metadata());
    return state;
  }
}
