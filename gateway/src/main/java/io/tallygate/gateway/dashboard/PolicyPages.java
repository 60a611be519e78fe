package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.trial.Trial;
import io.tallygate.gateway.usage.trial.Trials;
import io.tallygate.policy.PolicyException;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.PolicyTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The policy in force, as a table, and what an edited one would have done. */
final class PolicyPages {

  static final String PATH = Dashboard.ROOT + "/policy";

  /** Days that a trial may go back. */
  static final List<Integer> DAYS = List.of(1, 7, 30);

  private static final long DAY_SECONDS = 86_400;

  private final Sources sources;
  private final Semaphore one = new Semaphore(1); // a trial may read half a million rows

  PolicyPages(Sources sources) {
    this.sources = sources;
  }

  List<Route> routes() {
    return List.of(
        Route.page("/policy", this::show), Route.action("/policy", Role.READ, this::tryOut));
  }

  /**
   * A policy.
   *
   * @param rows its groups, {@code other} last
   * @param settings beside the groups, by the names that they have in the file
   * @param edited the text in the form
   * @param trial what came of that; empty before it was tried
   */
  record Shown(
      List<PolicyTable.Row> rows,
      Map<String, String> settings,
      String edited,
      Optional<Trial> trial) {}

  private Answer show(Visit visit) {
    return page(sources.node().policy().get().toYaml(), Optional.empty());
  }

  private Answer page(String edited, Optional<Trial> trial) {
    PolicyFile file = sources.node().policy().get();
    Shown shown = new Shown(PolicyTable.rows(file), PolicyTable.settings(file), edited, trial);
    return Framed.page(
        "Policy",
        Section.POLICY,
        (frame, out) -> JtepolicyGenerated.render(out, Html.PLAIN, frame, shown));
  }

  private Answer tryOut(Visit visit) {
    String text = Optional.ofNullable(visit.context().formParam("policy")).orElse("");
    Trials trials =
        sources
            .trials()
            .orElseThrow(() -> new Refusal(409, "This gateway keeps no usage to try it on."));
    if (!one.tryAcquire()) {
      throw new Refusal(503, "Another policy is being tried. Try again in a moment.");
    }
    try {
      Trial trial = trials.of(text, term(visit));
      return Visit.isPart(visit.context())
          ? Answer.of(out -> JtetrialGenerated.render(out, Html.PLAIN, trial))
          : page(text, Optional.of(trial));
    } catch (PolicyException e) {
      throw new Refusal(400, String.join("\n", e.problems()));
    } finally {
      one.release();
    }
  }

  private static Term term(Visit visit) {
    long days =
        DAYS.stream()
            .filter(day -> visit.form("days").equals(day.toString()))
            .findFirst()
            .orElse(DAYS.get(0));
    long until = Grain.HOUR.start(visit.nowSecond()) + Grain.HOUR.seconds();
    return new Term(until - days * DAY_SECONDS, until);
  }
}
