package io.tallygate.command;

import io.tallygate.gateway.key.Explanation;
import io.tallygate.gateway.key.Levels.Level;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.Resolution.Resolved;
import io.tallygate.gateway.key.Resolution.Step;
import io.tallygate.gateway.key.Term;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.AlgorithmWords;
import io.tallygate.policy.LimitText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate limit explain}: why a key's limits are what they are. */
@Command(
    name = "explain",
    header = "Tells why a key's limits of a group are what they are.",
    description =
        "From the policy upwards, what each level makes of the number; the last line is in force.",
    footerHeading = "%nExample:%n",
    footer = "  tallygate limit explain key_4mJx0Qb9TzLw tools")
final class LimitExplain implements StoreCommand {

  @Mixin private final Invocation invocation;

  @Parameters(
      index = "0",
      paramLabel = "KEY",
      description = "The key's id, as `tallygate key list` prints it.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "GROUP", description = "A group of the policy.")
  private String group = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  LimitExplain(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public Integer call() {
    String known = Ids.key(id);
    Settings settings = invocation.settings();
    Explanation explanation =
        invocation.ask(
            all -> {
              KnownLimits.of(all, settings).requireGroup(group);
              return all.grants().explain(known, group);
            });
    invocation.print(json ? json(explanation) : table(explanation));
    return 0;
  }

  private static String table(Explanation explanation) {
    TextTable table = new TextTable("LIMIT", "LEVEL", "OF", "SAYS", "FROM", "UNTIL", "MAKES");
    for (Resolved resolved : explanation.limits()) {
      for (Step step : resolved.steps()) {
        LimitRule rule = step.rule().orElse(null);
        table.add(
            KnownLimits.text(resolved.limit()),
            Words.text(step.level()),
            KeyText.orDash(of(explanation, step.level())),
            rule == null ? "-" : rule.target() + " " + rule.amount(),
            rule == null ? "-" : moment(rule.term().fromSecond()),
            rule == null ? "-" : moment(rule.term().untilSecond()),
            text(step.count(), resolved.limit()));
      }
    }
    return table + next(explanation);
  }

  private static @Nullable String of(Explanation explanation, Level level) {
    return switch (level) {
      case POLICY -> null;
      case PLAN -> explanation.plan();
      case OWNER -> explanation.owner();
      case KEY -> explanation.key();
    };
  }

  private static String moment(long second) {
    return second == 0 || second == Term.NO_END ? "-" : Moments.text(second);
  }

  private static String text(long count, PublishedLimit limit) {
    return LimitText.of(limit.limit().withCount(count)).toString();
  }

  private static String next(Explanation explanation) {
    return explanation.nextChangeSecond() == Term.NO_END
        ? ""
        : "next change at %s%n".formatted(Moments.text(explanation.nextChangeSecond()));
  }

  private static String json(Explanation explanation) {
    ObjectNode node = Json.MAPPER.createObjectNode().put("key", explanation.key());
    KeyText.putIfSet(node, "owner", explanation.owner());
    KeyText.putIfSet(node, "plan", explanation.plan());
    node.put("at", Moments.text(explanation.second()));
    if (explanation.nextChangeSecond() != Term.NO_END) {
      node.put("nextChange", Moments.text(explanation.nextChangeSecond()));
    }
    ArrayNode limits = node.putArray("limits");
    for (Resolved resolved : explanation.limits()) {
      ObjectNode limit =
          limits
              .addObject()
              .put("limit", KnownLimits.text(resolved.limit()))
              .put("count", resolved.count());
      rest(limit, resolved.inForce());
      ArrayNode steps = limit.putArray("steps");
      for (Step step : resolved.steps()) {
        ObjectNode one =
            steps.addObject().put("level", Words.text(step.level())).put("count", step.count());
        step.rule()
            .ifPresent(
                rule ->
                    one.put("group", rule.target().toString())
                        .put("says", rule.amount().toString()));
      }
    }
    return Json.text(node);
  }

  /** What a limit has beside its number. */
  private static void rest(ObjectNode node, Limit limit) {
    if (limit.algorithm() != Algorithm.IN_FLIGHT) {
      node.put("periodSeconds", limit.period().toSeconds());
    }
    node.put("algorithm", AlgorithmWords.of(limit.algorithm()));
    if (limit.algorithm() == Algorithm.SMOOTH) {
      node.put("burst", limit.burst());
    }
  }
}
