package io.tallygate.gateway.database;

import io.tallygate.gateway.database.Uses.Use;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.KeyHash;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * All that the database holds of keys and what their limits are resolved from, as it was at one
 * change. One thread updates it; any may look secrets up.
 */
final class Snapshot {

  /**
   * What a secret's hash leads to.
   *
   * @param untilSecond from which it is valid no more
   */
  record Secret(KnownKey key, long untilSecond, Use use) {}

  private record Ending(KeyHash hash, long untilSecond) {}

  private record OwnerEntry(Owner.State state, @Nullable String plan, List<LimitRule> rules) {}

  /** What stands in the row of a key; its name and the like are not needed here. */
  private record KeyEntry(
      State state,
      long expirySecond,
      @Nullable String owner,
      @Nullable String plan,
      List<LimitRule> rules,
      List<Ending> secrets) {}

  private final Uses uses;
  private final Map<KeyHash, Secret> secrets = new ConcurrentHashMap<>();
  private final Map<String, KeyEntry> keys = new HashMap<>();
  private final Map<String, OwnerEntry> owners = new HashMap<>();
  private final Map<String, List<LimitRule>> plans = new HashMap<>();
  private final Map<String, KnownKey> known = new ConcurrentHashMap<>(); // read by all
  private long lastChange = -1;

  Snapshot(Uses uses) {
    this.uses = uses;
  }

  /** Reads all. */
  static Snapshot load(Database database, Uses uses) {
    Snapshot snapshot = new Snapshot(uses);
    snapshot.update(database);
    return snapshot;
  }

  static long change(Handle handle) {
    return handle.createQuery("SELECT change FROM change_count").mapTo(Long.class).one();
  }

  @Nullable Secret find(KeyHash hash) {
    return secrets.get(hash);
  }

  int size() {
    return secrets.size();
  }

  @Nullable KnownKey byId(String id) {
    return known.get(id);
  }

  long lastChange() {
    return lastChange;
  }

  /** Whether nothing was ever read. */
  boolean isEmpty() {
    return lastChange < 0;
  }

  /** What has changed since the last change that is known here. */
  private record News(
      long change, List<Plan> plans, Map<String, OwnerEntry> owners, Map<String, KeyEntry> keys) {}

  /** Reads what has changed. */
  void update(Database database) {
    News news = database.read(this::read); // fails as a whole, before anything is changed here
    news.plans().forEach(plan -> plans.put(plan.name(), plan.rules()));
    owners.putAll(news.owners());
    news.keys().forEach(this::replace);
    if (news.plans().isEmpty() && news.owners().isEmpty()) {
      news.keys().keySet().forEach(this::resolve);
    } else {
      keys.keySet().forEach(this::resolve); // 100,000 take some 10 ms, and plans change rarely
    }
    lastChange = news.change();
  }

  private News read(Handle handle) {
    Map<String, List<LimitRule>> rules = rules(handle);
    Map<String, List<Ending>> endings = endings(handle);
    Map<String, OwnerEntry> newOwners = new HashMap<>();
    changed(handle, "owner", OwnerTable::read)
        .forEach(
            owner ->
                newOwners.put(
                    owner.id(),
                    new OwnerEntry(
                        owner.state(), owner.plan(), rules.getOrDefault(owner.id(), List.of()))));
    Map<String, KeyEntry> newKeys = new HashMap<>();
    changed(handle, "api_key", KeyTable::read)
        .forEach(
            key ->
                newKeys.put(
                    key.id(),
                    entry(
                        key,
                        rules.getOrDefault(key.id(), List.of()),
                        endings.getOrDefault(key.id(), List.of()))));
    return new News(change(handle), PlanTable.changedAfter(handle, lastChange), newOwners, newKeys);
  }

  private static KeyEntry entry(ApiKey key, List<LimitRule> rules, List<Ending> endings) {
    return new KeyEntry(
        key.life().state(),
        key.life().expirySecond(),
        key.standing().owner(),
        key.standing().plan(),
        rules,
        endings);
  }

  private interface Row<T> {
    T read(java.sql.ResultSet row) throws java.sql.SQLException;
  }

  private <T> List<T> changed(Handle handle, String table, Row<T> row) {
    return handle
        .createQuery("SELECT * FROM " + table + " WHERE change > :last")
        .bind("last", lastChange)
        .map((result, context) -> row.read(result))
        .list();
  }

  /** What changed keys and owners were given, by their ids. */
  private Map<String, List<LimitRule>> rules(Handle handle) {
    Map<String, List<LimitRule>> rules = new HashMap<>();
    handle
        .createQuery(
            "SELECT * FROM limit_grant WHERE subject IN"
                + " (SELECT id FROM api_key WHERE change > :last"
                + " UNION ALL SELECT id FROM owner WHERE change > :last) ORDER BY number")
        .bind("last", lastChange)
        .map(
            (row, context) ->
                rules
                    .computeIfAbsent(row.getString("subject"), id -> new ArrayList<>())
                    .add(GrantTable.rule(row)))
        .list();
    return rules;
  }

  private Map<String, List<Ending>> endings(Handle handle) {
    Map<String, List<Ending>> endings = new HashMap<>();
    handle
        .createQuery(
            "SELECT key_secret.* FROM key_secret JOIN api_key ON api_key.id = key_id"
                + " WHERE change > :last")
        .bind("last", lastChange)
        .map(
            (row, context) ->
                endings
                    .computeIfAbsent(row.getString("key_id"), id -> new ArrayList<>(1))
                    .add(
                        new Ending(
                            KeyHash.ofBytes(row.getBytes("hash")), row.getLong("until_second"))))
        .list();
    return endings;
  }

  private void replace(String id, KeyEntry entry) {
    KeyEntry before = keys.put(id, entry);
    if (before != null) {
      for (Ending ending : before.secrets()) {
        if (entry.secrets().stream().noneMatch(now -> now.hash().equals(ending.hash()))) {
          secrets.remove(ending.hash());
        }
      }
    }
  }

  /** Makes of a key's row, its owner's and its plan's what callers look up. */
  private void resolve(String id) {
    KeyEntry entry = keys.get(id);
    if (entry == null) {
      return;
    }
    OwnerEntry owner = entry.owner() == null ? null : owners.get(entry.owner());
    String plan = entry.plan() != null || owner == null ? entry.plan() : owner.plan();
    Levels levels =
        new Levels(
            plan == null ? List.of() : plans.getOrDefault(plan, List.of()),
            owner == null ? List.of() : owner.rules(),
            entry.rules());
    boolean isBlocked =
        owner != null && owner.state() == Owner.State.BLOCKED && entry.state() == State.ACTIVE;
    KnownKey before = known.get(id);
    KnownKey now =
        new KnownKey(
            id,
            isBlocked ? State.BLOCKED : entry.state(),
            entry.expirySecond(),
            keep(before, levels));
    known.put(id, now);
    for (Ending ending : entry.secrets()) {
      secrets.put(ending.hash(), new Secret(now, ending.untilSecond(), uses.of(id)));
    }
  }

  /** What has not changed stays the same instance: callers keep things by it. */
  private static Levels keep(@Nullable KnownKey before, Levels now) {
    if (now.equals(Levels.NONE)) {
      return Levels.NONE;
    }
    return before != null && before.levels().equals(now) ? before.levels() : now;
  }
}
