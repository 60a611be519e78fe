package io.tallygate.gateway.database;

import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.AuditEntry;
import io.tallygate.gateway.key.AuditEntry.Difference;
import io.tallygate.gateway.key.Page;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Who changed what: rows that nobody can change or delete. */
final class AuditTable {

  /** What was, and what became of it; empty maps where there was or is nothing. */
  record Changed(String action, String target, Map<String, ?> before, Map<String, ?> after) {}

  private AuditTable() {}

  static void insert(Handle handle, long second, Actor actor, Changed changed) {
    handle
        .createUpdate(
            "INSERT INTO audit (second, actor_kind, actor_name, action, target, before, after)"
                + " VALUES (:second, :kind, :name, :action, :target, :before, :after)")
        .bind("second", second)
        .bind("kind", actor.kind().name())
        .bind("name", actor.name())
        .bind("action", changed.action())
        .bind("target", changed.target())
        .bind("before", text(changed.before()))
        .bind("after", text(changed.after()))
        .execute();
  }

  private static String text(Map<String, ?> state) {
    return state.isEmpty() ? "" : JsonText.of(state);
  }

  /** The newest first. */
  static Page<AuditEntry> list(Handle handle, String target, Page.Request page) {
    List<AuditEntry> rows =
        handle
            .createQuery(
                "SELECT * FROM audit WHERE number < :before AND (:target = '' OR target = :target)"
                    + " ORDER BY number DESC LIMIT :size")
            .bind("before", page.after(Long.MAX_VALUE))
            .bind("target", target)
            .bind("size", page.size() + 1)
            .map(
                (row, context) ->
                    new AuditEntry(
                        row.getLong("number"),
                        row.getLong("second"),
                        new Actor(
                            Actor.Kind.valueOf(row.getString("actor_kind")),
                            row.getString("actor_name")),
                        row.getString("action"),
                        row.getString("target"),
                        new Difference(row.getString("before"), row.getString("after"))))
            .list();
    return Pages.of(rows, page, AuditEntry::number);
  }
}
