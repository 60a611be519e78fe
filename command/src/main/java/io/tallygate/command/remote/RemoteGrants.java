package io.tallygate.command.remote;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.Explanation;
import io.tallygate.gateway.key.Grants;
import io.tallygate.gateway.key.LimitGrant;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Version;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Overrides through an admin API. Thread-safe. */
final class RemoteGrants implements Grants {

  private final Calls calls;

  RemoteGrants(Calls calls) {
    this.calls = calls;
  }

  @Override
  public LimitGrant set(Subject subject, LimitRule rule, String reason) {
    ObjectNode body = Calls.object().put("subject", subject.id());
    Bodies.rule(body, rule);
    if (rule.term().fromSecond() > 0) {
      body.put("from", Bodies.time(rule.term().fromSecond()));
    }
    body.put("until", Bodies.time(rule.term().untilSecond())).put("reason", reason);
    return calls.post("/limits", body, Version.ANY, Answers::grant);
  }

  @Override
  public List<LimitGrant> remove(Subject subject, Target target) {
    String path = "/limits?subject=%s&limit=%s";
    return calls.delete(
        path.formatted(subject, Calls.quoted(target.toString())),
        Version.ANY,
        removed -> Answers.list(removed, "items", Answers::grant));
  }

  @Override
  public Page<LimitGrant> list(Optional<Subject> subject, Page.Request page) {
    String of = subject.map(one -> "&subject=" + one).orElse("");
    return calls.get("/limits" + Calls.query(page) + of, Answers.page(Answers::grant));
  }

  @Override
  public Explanation explain(String keyId, String group) {
    require(ApiKey.isId(keyId), "id must be key_ and 12 letters or digits");
    return calls.get(
        "/keys/%s/limits?group=%s".formatted(keyId, Calls.quoted(group)), Answers::explanation);
  }
}
