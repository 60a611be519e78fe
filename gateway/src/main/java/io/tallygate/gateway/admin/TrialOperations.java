package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.Operation.Doc;
import io.tallygate.gateway.admin.Operation.Method;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.usage.trial.Trial;
import io.tallygate.gateway.usage.trial.Trial.Bound;
import io.tallygate.gateway.usage.trial.Trial.GroupTrial;
import io.tallygate.gateway.usage.trial.Trials;
import io.tallygate.policy.PolicyException;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an edited policy would have done, by the admin API. */
final class TrialOperations {

  private static final long WEEK_SECONDS = 7 * 86_400L;
  private static final int PROBLEMS_MAX = 5; // that an answer tells

  private final Trials trials;
  private final LongSupplier nowSecond;

  private TrialOperations(Trials trials, LongSupplier nowSecond) {
    this.trials = trials;
    this.nowSecond = nowSecond;
  }

  static List<Operation> all(Trials trials, LongSupplier nowSecond) {
    return List.of(
        new Operation(
            "tryPolicy",
            Method.POST,
            "/policy/trial",
            Role.READ,
            Doc.of(
                "Tells how many recorded callers an edited policy would have refused; changes"
                    + " nothing.",
                "TriedPolicy",
                "PolicyTrial"),
            new TrialOperations(trials, nowSecond)::attempt));
  }

  private Result attempt(ApiCall call) {
    Fields fields = call.fields("policy", "from", "until");
    String policy = fields.text("policy", text -> text);
    long until = fields.second("until", nowSecond.getAsLong());
    long from = fields.second("from", Math.max(until - WEEK_SECONDS, 0));
    try {
      ObjectNode node = Shapes.object();
      shape(node, trials.of(policy, new Term(from, until)));
      return Result.of(node);
    } catch (PolicyException e) {
      List<String> problems =
          e.problems().stream().limit(PROBLEMS_MAX).map(String::valueOf).toList();
      throw fields.refused("policy", String.join("; ", problems));
    } catch (IllegalArgumentException e) {
      throw fields.refused("from", String.valueOf(e.getMessage()));
    }
  }

  private static void shape(ObjectNode node, Trial trial) {
    node.put("from", time(trial.term().fromSecond()))
        .put("until", time(trial.term().untilSecond()));
    node.put("sentence", trial.sentence());
    bound(node, trial.refused());
    ArrayNode groups = node.putArray("groups");
    for (GroupTrial group : trial.groups()) {
      ObjectNode one = groups.addObject().put("group", group.group());
      bound(one, group.refused());
      one.put("inFlight", group.inFlight());
    }
    ArrayNode notes = node.putArray("notes");
    trial.notes().forEach(notes::add);
  }

  private static void bound(ObjectNode node, Bound bound) {
    node.put("callers", bound.callers());
    node.put("atLeast", bound.atLeast()).put("atMost", bound.atMost());
  }

  private static String time(long second) {
    return Instant.ofEpochSecond(second).toString();
  }
}
