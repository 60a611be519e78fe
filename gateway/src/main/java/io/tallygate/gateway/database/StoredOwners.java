package io.tallygate.gateway.database;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.database.AuditTable.Changed;
import io.tallygate.gateway.database.Database.Write;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.OwnerChange;
import io.tallygate.gateway.key.Owners;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Version;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Owners in the database. Thread-safe. */
final class StoredOwners implements Owners {

  private final Session session;
  private final SecureRandom random = new SecureRandom();

  StoredOwners(Session session) {
    this.session = session;
  }

  @Override
  public Owner create(Description description, @Nullable String plan) {
    return session
        .database()
        .write(
            write -> {
              Session.requireRoom("owners", OwnerTable.count(write.handle()), OWNERS_MAX);
              requireKnown(write, plan);
              Owner made =
                  new Owner(
                      KeyFormat.id("own_", random),
                      description,
                      plan,
                      Owner.State.ACTIVE,
                      session.nowSecond(),
                      new Version(write.change()));
              OwnerTable.insert(write.handle(), made);
              audit(write, "owner.create", Map.of(), made);
              return made;
            });
  }

  private static void requireKnown(Write write, @Nullable String plan) {
    if (plan != null) {
      PlanTable.get(write.handle(), plan);
    }
  }

  @Override
  public Owner get(String id) {
    requireId(id);
    return session.database().read(handle -> OwnerTable.get(handle, id));
  }

  @Override
  public Page<Owner> list(String text, Page.Request page) {
    require(
        text.length() <= Description.NAME_MAX,
        "search must have 0 to %s characters: length=%s",
        Description.NAME_MAX,
        text.length());
    return session.database().read(handle -> OwnerTable.list(handle, text, page));
  }

  @Override
  public Owner change(String id, List<OwnerChange> changes, Version seen) {
    requireId(id);
    return session
        .database()
        .write(
            write -> {
              Owner before = OwnerTable.get(write.handle(), id);
              Session.requireSeen("owner", id, seen, before.version());
              Owner after = before;
              for (OwnerChange change : changes) {
                after = edit(after, change);
              }
              if (after.equals(before)) {
                return before;
              }
              requireKnown(write, after.plan());
              Owner changed =
                  new Owner(
                      id,
                      after.description(),
                      after.plan(),
                      after.state(),
                      after.createdSecond(),
                      new Version(write.change()));
              OwnerTable.update(write.handle(), changed);
              audit(write, action(before, after), OwnerTable.state(before), changed);
              return changed;
            });
  }

  private static Owner edit(Owner owner, OwnerChange change) {
    Description description = owner.description();
    String plan = owner.plan();
    Owner.State state = owner.state();
    if (change instanceof OwnerChange.Rename rename) {
      description = description.withName(rename.name());
    } else if (change instanceof OwnerChange.SetMetadata set) {
      description = description.withMetadata(set.metadata());
    } else if (change instanceof OwnerChange.SetPlan set) {
      plan = set.plan();
    } else {
      state = change instanceof OwnerChange.Block ? Owner.State.BLOCKED : Owner.State.ACTIVE;
    }
    return new Owner(owner.id(), description, plan, state, owner.createdSecond(), owner.version());
  }

  private static String action(Owner before, Owner after) {
    if (before.state() == after.state()) {
      return "owner.change";
    }
    return after.state() == Owner.State.BLOCKED ? "owner.block" : "owner.unblock";
  }

  private void audit(Write write, String action, Map<String, ?> before, Owner after) {
    session.audit(write, new Changed(action, after.id(), before, OwnerTable.state(after)));
  }

  private static void requireId(String id) {
    require(Owner.isId(id), "id must be own_ and 12 letters or digits");
  }
}
