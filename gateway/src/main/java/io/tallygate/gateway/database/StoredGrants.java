package io.tallygate.gateway.database;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.database.AuditTable.Changed;
import io.tallygate.gateway.database.Database.Write;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.Explanation;
import io.tallygate.gateway.key.Grants;
import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.key.LimitGrant;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.Resolution;
import io.tallygate.gateway.key.Resolution.Resolved;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Overrides in the database. Thread-safe. */
final class StoredGrants implements Grants {

  private final Session session;

  StoredGrants(Session session) {
    this.session = session;
  }

  @Override
  public LimitGrant set(Subject subject, LimitRule rule, String reason) {
    LimitGrant grant = new LimitGrant(subject, rule, reason, session.nowSecond());
    return session
        .database()
        .write(
            write -> {
              Handle handle = write.handle();
              touch(write, subject);
              Map<String, ?> before =
                  GrantTable.of(handle, subject).stream()
                      .filter(other -> isSamePlace(other.rule(), rule))
                      .findFirst()
                      .map(GrantTable::state)
                      .orElse(Map.of());
              GrantTable.put(handle, grant);
              if (GrantTable.of(handle, subject).size() > LimitGrant.PER_SUBJECT_MAX) {
                throw new DataException(
                    Reason.FULL,
                    "%s must have at most %s limits of its own: id=%s"
                        .formatted(
                            subject.isKey() ? "key" : "owner",
                            LimitGrant.PER_SUBJECT_MAX,
                            subject));
              }
              PolicyTable.requireFits(handle, levels(handle, subject), rule, session.nowSecond());
              session.audit(
                  write, new Changed("limit.set", subject.id(), before, GrantTable.state(grant)));
              return grant;
            });
  }

  private static boolean isSamePlace(LimitRule one, LimitRule other) {
    return one.target().equals(other.target())
        && one.term().fromSecond() == other.term().fromSecond();
  }

  @Override
  public List<LimitGrant> remove(Subject subject, Target target) {
    return session
        .database()
        .write(
            write -> {
              touch(write, subject);
              List<LimitGrant> removed =
                  GrantTable.of(write.handle(), subject).stream()
                      .filter(grant -> grant.rule().target().equals(target))
                      .toList();
              if (removed.isEmpty()) {
                throw new DataException(
                    Reason.NOT_FOUND,
                    "no such limit was given: id=%s limit=%s".formatted(subject, target));
              }
              GrantTable.delete(write.handle(), subject, target);
              for (LimitGrant grant : removed) {
                session.audit(
                    write,
                    new Changed("limit.remove", subject.id(), GrantTable.state(grant), Map.of()));
              }
              return removed;
            });
  }

  /** The key or owner has changed with what it was given. */
  private static void touch(Write write, Subject subject) {
    requireKnown(write.handle(), subject);
    if (subject.isKey()) {
      KeyTable.touch(write.handle(), subject.id(), write.change());
    } else {
      OwnerTable.touch(write.handle(), subject.id(), write.change());
    }
  }

  private static void requireKnown(Handle handle, Subject subject) {
    if (subject.isKey()) {
      KeyTable.get(handle, subject.id());
    } else {
      OwnerTable.get(handle, subject.id());
    }
  }

  @Override
  public Page<LimitGrant> list(Optional<Subject> subject, Page.Request page) {
    return session
        .database()
        .read(
            handle -> {
              subject.ifPresent(one -> requireKnown(handle, one));
              return GrantTable.list(handle, subject, page);
            });
  }

  @Override
  public Explanation explain(String keyId, String group) {
    require(ApiKey.isId(keyId), "id must be key_ and 12 letters or digits");
    return session.database().read(handle -> explain(handle, keyId, group));
  }

  private Explanation explain(Handle handle, String keyId, String group) {
    ApiKey key = KeyTable.get(handle, keyId);
    PublishedPolicy policy =
        PolicyTable.find(handle)
            .orElseThrow(
                () ->
                    new DataException(
                        Reason.NOT_FOUND, "policy is not known yet; start a server once"));
    Resolution resolution =
        Resolution.of(policy.limits(), levels(handle, new Subject(keyId)), session.nowSecond());
    List<Resolved> limits =
        resolution.limits().stream().filter(one -> one.limit().group().equals(group)).toList();
    require(!limits.isEmpty(), "no such group in the policy: group=%s", shown(group));
    return new Explanation(
        keyId,
        key.standing().owner(),
        plan(handle, key),
        session.nowSecond(),
        limits,
        resolution.nextChangeSecond());
  }

  private static String shown(String group) {
    return group.matches("[a-z0-9._/-]{1,64}") ? group : "…";
  }

  private static @Nullable String plan(Handle handle, ApiKey key) {
    String plan = key.standing().plan();
    String owner = key.standing().owner();
    return plan != null || owner == null ? plan : OwnerTable.get(handle, owner).plan();
  }

  /** An owner's levels are those of a key that has nothing of its own. */
  private static Levels levels(Handle handle, Subject subject) {
    if (!subject.isKey()) {
      Owner owner = OwnerTable.get(handle, subject.id());
      return new Levels(
          planRules(handle, owner.plan()), GrantTable.rules(handle, owner.id()), List.of());
    }
    ApiKey key = KeyTable.get(handle, subject.id());
    String owner = key.standing().owner();
    return new Levels(
        planRules(handle, plan(handle, key)),
        owner == null ? List.of() : GrantTable.rules(handle, owner),
        GrantTable.rules(handle, key.id()));
  }

  private static List<LimitRule> planRules(Handle handle, @Nullable String plan) {
    return plan == null ? List.of() : PlanTable.get(handle, plan).rules();
  }
}
