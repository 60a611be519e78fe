package io.tallygate.gateway.dashboard;

import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.PolicyTable;
import java.util.List;
import java.util.Map;

/** The policy in force, as a table. */
final class PolicyPages {

  static final String PATH = Dashboard.ROOT + "/policy";

  private final Sources sources;

  PolicyPages(Sources sources) {
    this.sources = sources;
  }

  List<Route> routes() {
    return List.of(Route.page("/policy", this::show));
  }

  /**
   * A policy.
   *
   * @param rows its groups, {@code other} last
   * @param settings beside the groups, by the names that they have in the file
   */
  record Shown(List<PolicyTable.Row> rows, Map<String, String> settings) {

    static Shown of(PolicyFile file) {
      return new Shown(PolicyTable.rows(file), PolicyTable.settings(file));
    }
  }

  private Answer show(Visit visit) {
    Shown shown = Shown.of(sources.node().policy().get());
    return Framed.page(
        "Policy",
        Section.POLICY,
        (frame, out) -> JtepolicyGenerated.render(out, Html.PLAIN, frame, shown));
  }
}
