package io.tallygate.gateway.database;

import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.GroupCounts;
import io.tallygate.gateway.usage.Moment;
import io.tallygate.gateway.usage.UsageQuery;
import io.tallygate.gateway.usage.UsageRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** What was called in each hour or minute: a row for each caller and group that called. */
final class UsageTable {

  // A page's cursor is one number: the hour's or minute's, then the pair's in nine digits.
  private static final long PAIRS = 1_000_000_000;

  private static final String PAIRS_OF =
      "r.pair IN (SELECT number FROM usage_pair WHERE (:group = '' OR group_name = :group)";

  private final String name;
  private final Grain grain;

  private record Numbered(UsageRow row, long number) {}

  private UsageTable(Grain grain) {
    this.name = "usage_" + grain.name().toLowerCase(Locale.ROOT);
    this.grain = grain;
  }

  static UsageTable of(Grain grain) {
    return new UsageTable(grain);
  }

  /**
   * Adds to what is there.
   *
   * @return for how many rows the pair was known
   */
  long add(Handle handle, List<UsageRow> rows) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO %1$s (start_second, pair, admitted, refused, failed)
            SELECT :start, number, :admitted, :refused, :failed FROM usage_pair
            WHERE caller = :caller AND group_name = :group
            ON CONFLICT (start_second, pair) DO UPDATE SET
              admitted = %1$s.admitted + excluded.admitted,
              refused = %1$s.refused + excluded.refused,
              failed = %1$s.failed + excluded.failed
            """
                .formatted(name));
    for (UsageRow row : rows) {
      batch
          .bind("start", row.startSecond())
          .bind("caller", row.caller())
          .bind("group", row.group())
          .bind("admitted", row.counts().admitted())
          .bind("refused", row.counts().refused())
          .bind("failed", row.counts().failed())
          .add();
    }
    long known = 0;
    for (int count : rows.isEmpty() ? new int[0] : batch.execute()) {
      known += count;
    }
    return known;
  }

  Page<UsageRow> rows(Handle handle, UsageQuery query, Page.Request page) {
    long cursor = page.after(-1);
    String sql =
        """
        SELECT r.*, p.caller, p.group_name
        FROM %s r JOIN usage_pair p ON p.number = r.pair
        WHERE (r.start_second, r.pair) > (:start, :pair)
          AND r.start_second >= :from AND r.start_second < :until AND p.caller <> ''
        """
            .formatted(name);
    String group = query.who().isAll() ? " AND (:group = '' OR p.group_name = :group)" : "";
    List<Numbered> rows =
        bound(
                handle,
                sql + group + whose(query) + " ORDER BY r.start_second, r.pair LIMIT :size",
                query)
            .bind("start", cursor < 0 ? -1 : cursor / PAIRS * grain.seconds())
            .bind("pair", cursor < 0 ? 0 : cursor % PAIRS)
            .bind("size", page.size() + 1)
            .map((row, context) -> row(row))
            .list();
    Page<Numbered> numbered = Pages.of(rows, page, Numbered::number);
    return new Page<>(numbered.items().stream().map(Numbered::row).toList(), numbered.next());
  }

  private Numbered row(ResultSet row) throws SQLException {
    long start = row.getLong("start_second");
    UsageRow usage =
        new UsageRow(row.getString("caller"), row.getString("group_name"), start, counts(row));
    return new Numbered(usage, start / grain.seconds() * PAIRS + row.getLong("pair"));
  }

  /** Which pairs; for the sums of all callers those that stand for all. */
  private static String whose(UsageQuery query) {
    if (query.who().isAll()) {
      return "";
    }
    String caller = query.who().caller().isEmpty() ? "" : " AND caller = :caller";
    String owner =
        query.who().owner().isEmpty()
            ? ""
            : " AND caller IN (SELECT id FROM api_key WHERE owner = :owner)";
    return " AND " + PAIRS_OF + caller + owner + ")";
  }

  private static String summed(UsageQuery query) {
    return query.who().isAll() ? " AND " + PAIRS_OF + " AND caller = '')" : whose(query);
  }

  private static Query bound(Handle handle, String sql, UsageQuery query) {
    Query bound =
        handle
            .createQuery(sql)
            .bind("from", query.term().fromSecond())
            .bind("until", query.term().untilSecond());
    if (sql.contains(":group")) {
      bound.bind("group", query.group());
    }
    if (sql.contains(":caller")) {
      bound.bind("caller", query.who().caller());
    }
    if (sql.contains(":owner")) {
      bound.bind("owner", query.who().owner());
    }
    return bound;
  }

  private static final String SUMS =
      " sum(r.admitted) AS admitted, sum(r.refused) AS refused, sum(r.failed) AS failed";

  List<GroupCounts> groups(Handle handle, UsageQuery query) {
    String sql =
        """
        SELECT p.group_name, %s
        FROM %s r JOIN usage_pair p ON p.number = r.pair
        WHERE r.start_second >= :from AND r.start_second < :until %s
        GROUP BY p.group_name ORDER BY sum(r.admitted) + sum(r.refused) DESC, p.group_name
        """
            .formatted(SUMS, name, summed(query));
    return bound(handle, sql, query)
        .map((row, context) -> new GroupCounts(row.getString("group_name"), counts(row)))
        .list();
  }

  List<Moment> moments(Handle handle, UsageQuery query) {
    String sql =
        """
        SELECT r.start_second, %s
        FROM %s r
        WHERE r.start_second >= :from AND r.start_second < :until %s
        GROUP BY r.start_second ORDER BY r.start_second
        """
            .formatted(SUMS, name, summed(query));
    return bound(handle, sql, query)
        .map((row, context) -> new Moment(row.getLong("start_second"), counts(row)))
        .list();
  }

  private static Counts counts(ResultSet row) throws SQLException {
    return new Counts(row.getLong("admitted"), row.getLong("refused"), row.getLong("failed"));
  }

  // What is deleted is the oldest, a few rows at a time.

  long size(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM " + name).mapTo(Long.class).one();
  }

  /** The start of the oldest row; {@link Long#MAX_VALUE} if there is none. */
  long oldestSecond(Handle handle) {
    return handle
        .createQuery("SELECT coalesce(min(start_second), :none) FROM " + name)
        .bind("none", Long.MAX_VALUE)
        .mapTo(Long.class)
        .one();
  }

  /** Deletes the oldest rows that began before a second; returns how many. */
  int deleteOldest(Handle handle, long beforeSecond, int max) {
    return handle
        .createUpdate(
            """
            DELETE FROM %1$s WHERE (start_second, pair) IN (
              SELECT start_second, pair FROM %1$s WHERE start_second < :before
              ORDER BY start_second, pair LIMIT :max)
            """
                .formatted(name))
        .bind("before", beforeSecond)
        .bind("max", max)
        .execute();
  }
}
