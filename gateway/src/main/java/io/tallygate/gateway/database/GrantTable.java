package io.tallygate.gateway.database;

import io.tallygate.gateway.key.LimitGrant;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Term;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of overrides. */
final class GrantTable {

  private record Row(long number, LimitGrant grant) {}

  private GrantTable() {}

  static LimitRule rule(ResultSet row) throws SQLException {
    return new LimitRule(
        RuleColumns.target(row),
        RuleColumns.amount(row),
        new Term(row.getLong("from_second"), row.getLong("until_second")));
  }

  private static LimitGrant read(ResultSet row) throws SQLException {
    return new LimitGrant(
        new Subject(row.getString("subject")),
        rule(row),
        row.getString("reason"),
        row.getLong("created_second"));
  }

  static List<LimitGrant> of(Handle handle, Subject subject) {
    return handle
        .createQuery("SELECT * FROM limit_grant WHERE subject = :subject ORDER BY number")
        .bind("subject", subject.id())
        .map((row, context) -> read(row))
        .list();
  }

  static List<LimitRule> rules(Handle handle, String subject) {
    return of(handle, new Subject(subject)).stream().map(LimitGrant::rule).toList();
  }

  static Page<LimitGrant> list(Handle handle, Optional<Subject> subject, Page.Request page) {
    String one = subject.map(Subject::id).orElse("");
    List<Row> rows =
        handle
            .createQuery(
                "SELECT * FROM limit_grant WHERE number > :after"
                    + " AND (:subject = '' OR subject = :subject) ORDER BY number LIMIT :size")
            .bind("after", page.after(0))
            .bind("subject", one)
            .bind("size", page.size() + 1)
            .map((row, context) -> new Row(row.getLong("number"), read(row)))
            .list();
    Page<Row> found = Pages.of(rows, page, Row::number);
    return new Page<>(found.items().stream().map(Row::grant).toList(), found.next());
  }

  /** Inserts it, or replaces the one for the same target with the same beginning. */
  static void put(Handle handle, LimitGrant grant) {
    RuleColumns.bind(
            handle.createUpdate(
                "INSERT INTO limit_grant (subject, group_name, limit_name, count, thousandths,"
                    + " from_second, until_second, reason, created_second)"
                    + " VALUES (:subject, :group, :limit, :count, :thousandths,"
                    + " :from, :until, :reason, :created)"
                    + " ON CONFLICT (subject, group_name, limit_name, from_second) DO UPDATE SET"
                    + " count = excluded.count, thousandths = excluded.thousandths,"
                    + " until_second = excluded.until_second, reason = excluded.reason,"
                    + " created_second = excluded.created_second"),
            grant.rule())
        .bind("subject", grant.subject().id())
        .bind("from", grant.rule().term().fromSecond())
        .bind("until", grant.rule().term().untilSecond())
        .bind("reason", grant.reason())
        .bind("created", grant.createdSecond())
        .execute();
  }

  static void delete(Handle handle, Subject subject, Target target) {
    handle.execute(
        "DELETE FROM limit_grant WHERE subject = ? AND group_name = ? AND limit_name = ?",
        subject.id(),
        target.group(),
        target.limit());
  }

  /** For the audit. */
  static Map<String, Object> state(LimitGrant grant) {
    Map<String, Object> state = new LinkedHashMap<>(RuleColumns.state(grant.rule()));
    state.put("reason", grant.reason());
    return state;
  }
}
