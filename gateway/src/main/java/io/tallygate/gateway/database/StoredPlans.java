package io.tallygate.gateway.database;

import io.tallygate.gateway.database.AuditTable.Changed;
import io.tallygate.gateway.database.Database.Write;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Plan;
import io.tallygate.gateway.key.Plans;
import io.tallygate.gateway.key.Version;
import java.util.List;
import java.util.Map;

/** Plans in the database. Thread-safe. */
final class StoredPlans implements Plans {

  private final Session session;

  StoredPlans(Session session) {
    this.session = session;
  }

  @Override
  public Plan create(String name, List<LimitRule> rules) {
    return session
        .database()
        .write(
            write -> {
              Plan made = new Plan(name, rules, session.nowSecond(), new Version(write.change()));
              if (PlanTable.find(write.handle(), name).isPresent()) {
                throw new DataException(
                    Reason.CONFLICT, "plan must not be there yet: plan=" + name);
              }
              Session.requireRoom("plans", PlanTable.count(write.handle()), PLANS_MAX);
              requireInRange(write, rules);
              PlanTable.insert(write.handle(), made);
              session.audit(
                  write, new Changed("plan.create", name, Map.of(), PlanTable.state(made)));
              return made;
            });
  }

  private void requireInRange(Write write, List<LimitRule> rules) {
    Levels levels = new Levels(rules, List.of(), List.of());
    rules.forEach(
        rule -> PolicyTable.requireFits(write.handle(), levels, rule, session.nowSecond()));
  }

  @Override
  public Plan get(String name) {
    return session.database().read(handle -> PlanTable.get(handle, name));
  }

  @Override
  public List<Plan> list() {
    return session.database().read(handle -> PlanTable.changedAfter(handle, -1));
  }

  @Override
  public Plan set(String name, List<LimitRule> rules, Version seen) {
    Plan.requireRules(rules);
    return session
        .database()
        .write(
            write -> {
              Plan before = PlanTable.get(write.handle(), name);
              Session.requireSeen("plan", name, seen, before.version());
              requireInRange(write, rules);
              Plan after =
                  new Plan(name, rules, before.createdSecond(), new Version(write.change()));
              PlanTable.update(write.handle(), after);
              session.audit(
                  write,
                  new Changed("plan.set", name, PlanTable.state(before), PlanTable.state(after)));
              return after;
            });
  }

  @Override
  public void remove(String name, Version seen) {
    session
        .database()
        .write(
            write -> {
              Plan before = PlanTable.get(write.handle(), name);
              Session.requireSeen("plan", name, seen, before.version());
              long users = PlanTable.users(write.handle(), name);
              if (users > 0) {
                throw new DataException(
                    Reason.CONFLICT,
                    "plan must have no keys or owners; move them first: plan=%s on=%s"
                        .formatted(name, users));
              }
              PlanTable.delete(write.handle(), name);
              session.audit(
                  write, new Changed("plan.remove", name, PlanTable.state(before), Map.of()));
              return before;
            });
  }
}
