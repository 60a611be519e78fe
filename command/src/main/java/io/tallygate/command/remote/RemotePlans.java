package io.tallygate.command.remote;

import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Plan;
import io.tallygate.gateway.key.Plans;
import io.tallygate.gateway.key.Version;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Plans through an admin API. Thread-safe. */
final class RemotePlans implements Plans {

  private final Calls calls;

  RemotePlans(Calls calls) {
    this.calls = calls;
  }

  private static String path(String name) {
    return "/plans/" + Calls.quoted(name);
  }

  @Override
  public Plan create(String name, List<LimitRule> rules) {
    ObjectNode body = Calls.object().put("name", name);
    Bodies.rules(body, rules);
    return calls.post("/plans", body, Version.ANY, Answers::plan);
  }

  @Override
  public Plan get(String name) {
    return calls.get(path(name), Answers::plan);
  }

  @Override
  public List<Plan> list() {
    return calls.get("/plans", Answers.page(Answers::plan)).items();
  }

  @Override
  public Plan set(String name, List<LimitRule> rules, Version seen) {
    ObjectNode body = Calls.object();
    Bodies.rules(body, rules);
    return calls.put(path(name), body, seen, Answers::plan);
  }

  @Override
  public void remove(String name, Version seen) {
    calls.delete(path(name), seen, Answers::plan);
  }
}
