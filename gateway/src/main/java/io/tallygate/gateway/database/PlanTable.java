package io.tallygate.gateway.database;

import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Plan;
import io.tallygate.gateway.key.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The rows of plans and of their rules. */
final class PlanTable {

  private record Head(String name, long createdSecond, Version version) {}

  private PlanTable() {}

  static Plan get(Handle handle, String name) {
    return find(handle, name).orElseThrow(() -> Session.unknown("plan", name));
  }

  static Optional<Plan> find(Handle handle, String name) {
    return heads(handle, "name = :key", name).stream().findFirst().map(h -> plan(handle, h));
  }

  static List<Plan> changedAfter(Handle handle, long change) {
    return heads(handle, "change > :key", change).stream().map(h -> plan(handle, h)).toList();
  }

  private static List<Head> heads(Handle handle, String condition, Object key) {
    return handle
        .createQuery("SELECT * FROM plan WHERE " + condition + " ORDER BY name")
        .bind("key", key)
        .map(
            (row, context) ->
                new Head(
                    row.getString("name"),
                    row.getLong("created_second"),
                    new Version(row.getLong("change"))))
        .list();
  }

  private static Plan plan(Handle handle, Head head) {
    List<LimitRule> rules =
        handle
            .createQuery("SELECT * FROM plan_rule WHERE plan = :plan ORDER BY position")
            .bind("plan", head.name())
            .map(
                (row, context) ->
                    LimitRule.always(RuleColumns.target(row), RuleColumns.amount(row)))
            .list();
    return new Plan(head.name(), rules, head.createdSecond(), head.version());
  }

  static long count(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM plan").mapTo(Long.class).one();
  }

  static void insert(Handle handle, Plan plan) {
    handle
        .createUpdate(
            "INSERT INTO plan (name, created_second, change) VALUES (:name, :created, :change)")
        .bind("name", plan.name())
        .bind("created", plan.createdSecond())
        .bind("change", plan.version().change())
        .execute();
    insertRules(handle, plan);
  }

  static void update(Handle handle, Plan plan) {
    handle
        .createUpdate("UPDATE plan SET change = :change WHERE name = :name")
        .bind("name", plan.name())
        .bind("change", plan.version().change())
        .execute();
    handle.execute("DELETE FROM plan_rule WHERE plan = ?", plan.name());
    insertRules(handle, plan);
  }

  private static void insertRules(Handle handle, Plan plan) {
    if (plan.rules().isEmpty()) {
      return; // a batch of none is refused
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO plan_rule (plan, position, group_name, limit_name, count, thousandths)"
                + " VALUES (:plan, :position, :group, :limit, :count, :thousandths)");
    for (int i = 0; i < plan.rules().size(); i++) {
      RuleColumns.bind(batch, plan.rules().get(i))
          .bind("plan", plan.name())
          .bind("position", i)
          .add();
    }
    batch.execute();
  }

  /** How many keys and owners are on a plan. */
  static long users(Handle handle, String name) {
    return handle
        .createQuery(
            "SELECT (SELECT count(*) FROM api_key WHERE plan = :name)"
                + " + (SELECT count(*) FROM owner WHERE plan = :name)")
        .bind("name", name)
        .mapTo(Long.class)
        .one();
  }

  static void delete(Handle handle, String name) {
    handle.execute("DELETE FROM plan WHERE name = ?", name);
  }

  /** For the audit. */
  static Map<String, Object> state(Plan plan) {
    return Map.of("limits", plan.rules().stream().map(RuleColumns::state).toList());
  }
}
