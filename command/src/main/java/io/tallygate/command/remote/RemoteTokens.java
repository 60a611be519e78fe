package io.tallygate.command.remote;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.AdminToken;
import io.tallygate.gateway.key.IssuedToken;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Tokens;
import io.tallygate.gateway.key.Version;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Admin tokens through an admin API. Thread-safe. */
final class RemoteTokens implements Tokens {

  private final Calls calls;

  RemoteTokens(Calls calls) {
    this.calls = calls;
  }

  @Override
  public IssuedToken create(String name, Role role, long expirySecond) {
    ObjectNode body = Calls.object().put("name", name);
    body.put("role", role.name().toLowerCase(Locale.ROOT));
    body.put("expires", Bodies.time(expirySecond));
    return calls.post("/tokens", body, Version.ANY, Answers::issuedToken);
  }

  @Override
  public Page<AdminToken> list(Page.Request page) {
    return calls.get("/tokens" + Calls.query(page), Answers.page(Answers::token));
  }

  @Override
  public AdminToken revoke(String id) {
    require(AdminToken.isId(id), "id must be tok_ and 12 letters or digits");
    return calls.delete("/tokens/" + id, Version.ANY, Answers::token);
  }
}
