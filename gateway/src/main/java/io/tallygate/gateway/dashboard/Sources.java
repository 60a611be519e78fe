package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.usage.UsageHistory;
import io.tallygate.gateway.usage.UsageNow;
import io.tallygate.policy.PolicyFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the pages have their figures from.
 *
 * @param store of keys and tokens, closed by others; without it nobody can log in
 * @param node what is to be known of this server
 * @param now without it no page shows how callers stand
 * @param history without it no page shows what was called over time
 */
public record Sources(
    Optional<AdminStore> store, Node node, Optional<UsageNow> now, Optional<UsageHistory> history) {

  /**
   * This server.
   *
   * @param policy in force
   * @param figures as they are now, in the order in which they are shown
   */
  public record Node(
      String upstream,
      UpstreamWatch watch,
      Supplier<PolicyFile> policy,
      Supplier<List<Figure>> figures) {}

  /** A number with what it is. */
  public record Figure(String name, long value) {}
}
