package io.tallygate.gateway.database;

import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.Expiring;
import io.tallygate.gateway.alert.Occasion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What was told, and what of the tables of webhooks says who wants to be told. */
final class AlertTable {

  /** As webhooks know the operator; owners by their ids. */
  static final String OPERATOR = "operator";

  /** Whether an endpoint {@code e} is told of an event. */
  private static final String WANTS =
      "e.disabled_millis IS NULL AND ' ' || e.events || ' ' LIKE '% ' || :event || ' %'";

  private AlertTable() {}

  static Set<String> wanted(Handle handle) {
    Set<String> names = new HashSet<>();
    handle
        .createQuery("SELECT DISTINCT events FROM webhook_endpoint WHERE disabled_millis IS NULL")
        .mapTo(String.class)
        .forEach(events -> names.addAll(List.of(events.split(" ", -1))));
    return names;
  }

  static Map<String, String> owners(Handle handle, Set<String> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    Map<String, String> owners = new HashMap<>();
    handle
        .createQuery("SELECT id, owner FROM api_key WHERE owner IS NOT NULL AND id IN (<keys>)")
        .bindList("keys", List.copyOf(keys))
        .map((row, context) -> owners.put(row.getString("id"), row.getString("owner")))
        .list();
    return owners;
  }

  static boolean isWanted(Handle handle, String event, String owner) {
    return handle
            .createQuery(
                "SELECT count(*) FROM webhook_endpoint e WHERE "
                    + WANTS
                    + " AND e.owner IN (:op, :owner)")
            .bind("event", event)
            .bind("op", OPERATOR)
            .bind("owner", owner)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /**
   * Whether nobody was told for a window that touches this one; if so, it is noted that one was.
   */
  static boolean take(Handle handle, Occasion occasion) {
    return handle
            .createUpdate(
                """
                INSERT INTO alert_told (event, subject, group_name, limit_name, until_second)
                VALUES (:event, :subject, :group, :limit, :end)
                ON CONFLICT (event, subject, group_name, limit_name)
                DO UPDATE SET until_second = excluded.until_second
                WHERE alert_told.until_second <= :start
                """)
            .bind("event", occasion.event())
            .bind("subject", occasion.subject())
            .bind("group", occasion.group())
            .bind("limit", occasion.limit())
            .bind("start", occasion.startSecond())
            .bind("end", occasion.endSecond())
            .execute()
        > 0;
  }

  /** Whether somebody was told; afterwards nobody was. */
  static boolean end(Handle handle, Occasion occasion) {
    return handle
            .createUpdate(
                "DELETE FROM alert_told WHERE event = :event AND subject = :subject"
                    + " AND group_name = :group AND limit_name = :limit")
            .bind("event", occasion.event())
            .bind("subject", occasion.subject())
            .bind("group", occasion.group())
            .bind("limit", occasion.limit())
            .execute()
        > 0;
  }

  static List<Expiring> expiring(Handle handle, long fromSecond, long toSecond, int max) {
    return handle
        .createQuery(
            "SELECT k.id, k.owner, k.expiry_second FROM api_key k"
                + " WHERE k.state = 'ACTIVE' AND k.expiry_second > :from AND k.expiry_second <= :to"
                + " AND k.expiry_second < 9223372036854775807" // as its index says
                + " AND EXISTS (SELECT 1 FROM webhook_endpoint e WHERE "
                + WANTS
                + " AND e.owner IN (:op, k.owner))"
                + " AND NOT EXISTS (SELECT 1 FROM alert_told t WHERE t.event = :event"
                + " AND t.subject = k.id AND t.limit_name = CAST(k.expiry_second AS TEXT))"
                + " ORDER BY k.expiry_second LIMIT :max")
        .bind("event", EventKind.KEY_EXPIRING.text())
        .bind("op", OPERATOR)
        .bind("from", fromSecond)
        .bind("to", toSecond)
        .bind("max", max)
        .map(
            (row, context) -> {
              String owner = row.getString("owner");
              return new Expiring(
                  row.getString("id"), owner == null ? "" : owner, row.getLong("expiry_second"));
            })
        .list();
  }

  static int forget(Handle handle, long beforeSecond) {
    return handle.execute("DELETE FROM alert_told WHERE until_second < ?", beforeSecond);
  }
}
