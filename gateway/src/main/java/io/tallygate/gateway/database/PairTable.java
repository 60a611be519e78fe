package io.tallygate.gateway.database;

import io.tallygate.gateway.usage.UsageRow;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The callers and groups that there are rows of usage of. Of one writing thread. */
final class PairTable {

  private static final int KNOWN_MAX = 200_000;

  private final Set<Name> known = new HashSet<>(); // they are there, unless somebody deleted them

  private record Name(String caller, String group) {}

  /** Makes the pairs of rows that are not there. */
  void make(Handle handle, Collection<UsageRow> rows) {
    if (known.size() > KNOWN_MAX) {
      known.clear();
    }
    Set<Name> fresh = new HashSet<>();
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO usage_pair (caller, group_name) SELECT :caller, :group
            WHERE NOT EXISTS (
              SELECT 1 FROM usage_pair WHERE caller = :caller AND group_name = :group)
            ON CONFLICT (caller, group_name) DO NOTHING
            """);
    for (UsageRow row : rows) {
      Name name = new Name(row.caller(), row.group());
      if (!known.contains(name) && fresh.add(name)) {
        batch.bind("caller", row.caller()).bind("group", row.group()).add();
      }
    }
    if (!fresh.isEmpty()) {
      batch.execute();
      known.addAll(fresh);
    }
  }

  /** What was made may have been rolled back, or deleted. */
  void forget() {
    known.clear();
  }

  /** Pairs without rows. */
  static List<Long> unused(Handle handle, int max) {
    return handle
        .createQuery("SELECT p.number FROM usage_pair p WHERE " + UNUSED + " LIMIT :max")
        .bind("max", max)
        .mapTo(Long.class)
        .list();
  }

  private static final String UNUSED =
      """
      NOT EXISTS (SELECT 1 FROM usage_hour h WHERE h.pair = p.number)
        AND NOT EXISTS (SELECT 1 FROM usage_minute m WHERE m.pair = p.number)
      """;

  /** Deletes those that still have none. */
  static void deleteUnused(Handle handle, List<Long> numbers) {
    PreparedBatch batch =
        handle.prepareBatch("DELETE FROM usage_pair AS p WHERE p.number = :number AND " + UNUSED);
    numbers.forEach(number -> batch.bind("number", number).add());
    batch.execute();
  }
}
