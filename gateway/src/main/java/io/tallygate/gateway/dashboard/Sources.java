package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.upstream.UpstreamHealth;
import io.tallygate.gateway.usage.Usage;
import io.tallygate.gateway.usage.UsageHistory;
import io.tallygate.gateway.usage.UsageNow;
import io.tallygate.gateway.usage.trial.Trials;
import io.tallygate.policy.PolicyFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where the pages have their figures from.
 *
 * @param store of keys and tokens, closed by others; without it nobody can log in
 * @param node what is to be known of this server
 * @param usage without it no page shows what was called
 * @param trials of edited policies on what was recorded; without it none can be tried
 * @param coach what callers could do better
 * @param alerts what an actor can do with alerts; without it there is no page of deliveries
 */
public record Sources(
    Optional<AdminStore> store,
    Node node,
    Optional<Usage> usage,
    Optional<Trials> trials,
    Coach coach,
    Optional<Function<Actor, Alerts>> alerts) {

  /** Who uses what now; empty where that is not recorded. */
  Optional<UsageNow> now() {
    return usage.flatMap(Usage::now);
  }

  /** What was called over time; empty where that is not kept. */
  Optional<UsageHistory> history() {
    return usage.map(Usage::history);
  }

  /**
   * This server.
   *
   * @param policy in force
   * @param figures as they are now, in the order in which they are shown
   */
  public record Node(
      String upstream,
      UpstreamHealth health,
      Supplier<PolicyFile> policy,
      Supplier<List<Figure>> figures) {}

  /** A number with what it is. */
  public record Figure(String name, long value) {}
}
