package io.tallygate.command.remote;

import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.key.Version;
import io.tallygate.gateway.usage.trial.Trial;
import io.tallygate.gateway.usage.trial.Trial.Bound;
import io.tallygate.gateway.usage.trial.Trial.GroupTrial;
import io.tallygate.gateway.usage.trial.Trials;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Trials of edited policies through an admin API. Thread-safe. */
final class RemoteTrials implements Trials {

  private final Calls calls;

  RemoteTrials(Calls calls) {
    this.calls = calls;
  }

  @Override
  public Trial of(String policy, Term term) {
    ObjectNode body = Calls.object().put("policy", policy);
    body.put("from", Instant.ofEpochSecond(term.fromSecond()).toString());
    body.put("until", Instant.ofEpochSecond(term.untilSecond()).toString());
    return calls.post("/policy/trial", body, Version.ANY, RemoteTrials::trial);
  }

  private static Trial trial(JsonNode node) {
    List<String> notes = new ArrayList<>();
    node.path("notes").forEach(note -> notes.add(note.asString()));
    return new Trial(
        new Term(second(node, "from"), second(node, "until")),
        bound(node),
        Answers.list(node, "groups", RemoteTrials::group),
        notes);
  }

  private static GroupTrial group(JsonNode node) {
    return new GroupTrial(
        Answers.required(node, "group"), bound(node), node.path("inFlight").asBoolean());
  }

  private static Bound bound(JsonNode node) {
    return new Bound(
        (int) Answers.number(node, "callers"),
        (int) Answers.number(node, "atLeast"),
        (int) Answers.number(node, "atMost"));
  }

  private static long second(JsonNode node, String name) {
    return Instant.parse(Answers.required(node, name)).getEpochSecond();
  }
}
