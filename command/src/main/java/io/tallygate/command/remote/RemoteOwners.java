package io.tallygate.command.remote;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.OwnerChange;
import io.tallygate.gateway.key.Owners;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Owners through an admin API. Thread-safe. */
final class RemoteOwners implements Owners {

  private final Calls calls;

  RemoteOwners(Calls calls) {
    this.calls = calls;
  }

  private static String path(String id) {
    require(Owner.isId(id), "id must be own_ and 12 letters or digits");
    return "/owners/" + id;
  }

  @Override
  public Owner create(Description description, @Nullable String plan) {
    ObjectNode body = Bodies.described(description).put("plan", plan);
    return calls.post("/owners", body, Version.ANY, Answers::owner);
  }

  @Override
  public Owner get(String id) {
    return calls.get(path(id), Answers::owner);
  }

  @Override
  public Page<Owner> list(String text, Page.Request page) {
    String search = text.isEmpty() ? "" : "&search=" + Calls.quoted(text);
    return calls.get("/owners" + Calls.query(page) + search, Answers.page(Answers::owner));
  }

  @Override
  public Owner change(String id, List<OwnerChange> changes, Version seen) {
    ObjectNode body = Calls.object();
    changes.forEach(change -> put(body, change));
    return calls.patch(path(id), body, seen, Answers::owner);
  }

  private static void put(ObjectNode body, OwnerChange change) {
    if (change instanceof OwnerChange.Rename rename) {
      body.put("name", rename.name());
    } else if (change instanceof OwnerChange.SetMetadata set) {
      Bodies.metadata(body, set.metadata());
    } else if (change instanceof OwnerChange.SetPlan set) {
      body.put("plan", set.plan());
    } else {
      body.put("state", change instanceof OwnerChange.Block ? "blocked" : "active");
    }
  }
}
