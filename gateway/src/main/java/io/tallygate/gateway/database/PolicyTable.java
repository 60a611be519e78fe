package io.tallygate.gateway.database;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.Resolution;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the running server says that it enforces. */
final class PolicyTable {

  private PolicyTable() {}

  static Optional<PublishedPolicy> find(Handle handle) {
    List<PublishedLimit> limits =
        handle
            .createQuery("SELECT * FROM published_limit ORDER BY number")
            .map(
                (row, context) ->
                    new PublishedLimit(
                        row.getString("group_name"),
                        new Limit(
                            row.getString("limit_name"),
                            row.getLong("count"),
                            Duration.ofSeconds(row.getLong("period_seconds")),
                            Algorithm.valueOf(row.getString("algorithm")),
                            row.getLong("burst"))))
            .list();
    return handle
        .createQuery("SELECT key_prefix FROM published_policy")
        .mapTo(String.class)
        .findOne()
        .map(prefix -> new PublishedPolicy(prefix, limits));
  }

  static boolean put(Handle handle, PublishedPolicy policy) {
    handle.execute("DELETE FROM published_limit");
    for (PublishedLimit limit : policy.limits()) {
      handle.execute(
          "INSERT INTO published_limit"
              + " (group_name, limit_name, count, period_seconds, algorithm, burst)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          limit.group(),
          limit.name(),
          limit.count(),
          limit.period().toSeconds(),
          limit.limit().algorithm().name(),
          limit.limit().burst());
    }
    handle.execute(
        "INSERT INTO published_policy (number, key_prefix) VALUES (1, ?)"
            + " ON CONFLICT (number) DO UPDATE SET key_prefix = excluded.key_prefix",
        policy.keyPrefix());
    return true;
  }

  /**
   * Refuses a rule that is for no limit of the policy, or leads out of the range of limits; allows
   * it as long as no policy is known.
   */
  static void requireFits(Handle handle, Levels levels, LimitRule rule, long nowSecond) {
    find(handle)
        .ifPresent(
            policy -> {
              require(
                  policy.limits().stream().anyMatch(rule.target()::covers),
                  "no such limit in the policy: limit=%s",
                  rule.target());
              Resolution.requireInRange(
                  policy.limits(), levels, rule, Math.max(nowSecond, rule.term().fromSecond()));
            });
  }
}
