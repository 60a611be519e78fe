package io.tallygate.gateway.usage.trial;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.UsageHistory;
import io.tallygate.gateway.usage.UsageQuery;
import io.tallygate.gateway.usage.UsageQuery.Who;
import io.tallygate.gateway.usage.UsageRow;
import io.tallygate.policy.PolicyFile;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Trials on the rows of a database.
 *
 * @param enforced the policy in force, under which it is taken to be recorded
 * @param hour how long an hour of the edited policy lasts
 * @param levels of a caller's rules now; {@link Levels#NONE} for one that has none
 */
public record RecordedTrials(
    Supplier<PolicyFile> enforced,
    Duration hour,
    UsageHistory history,
    Function<String, Levels> levels)
    implements Trials {

  /** One after the other: each may hold what {@link PolicyTrial} bounds. */
  @Override
  public synchronized Trial of(String policy, Term term) {
    PolicyFile edited = PolicyFile.parse("policy", policy);
    require(
        term.untilSecond() - term.fromSecond() <= TERM_SECONDS_MAX,
        "from and until must be at most 90 days apart: from=%s until=%s",
        term.fromSecond(),
        term.untilSecond());
    Term hours =
        new Term(
            Math.floorDiv(term.fromSecond(), Hours.SECONDS) * Hours.SECONDS,
            -Math.floorDiv(-term.untilSecond(), Hours.SECONDS) * Hours.SECONDS);
    PolicyTrial trial =
        new PolicyTrial(
            enforced.get().policy(), edited.withPolicy(edited.policy().withHour(hour)), hours);
    UsageQuery query = new UsageQuery(Who.ALL, "", Grain.HOUR, hours);
    Page.Request request = Page.Request.FIRST.withSize(Page.Request.SIZE_MAX);
    while (true) {
      Page<UsageRow> page = history.rows(query, request);
      page.items().forEach(trial::add);
      if (page.next().isEmpty()) {
        return trial.end(levels);
      }
      request = request.withCursor(page.next());
    }
  }
}
