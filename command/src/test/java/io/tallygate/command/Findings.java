package io.tallygate.command;

import io.tallygate.command.Cli.Run;
import io.tallygate.limiter.clock.Ticker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What {@code tallygate probe --json} found. */
record Findings(Run run, JsonNode json) {

  static Findings of(Path folder, String key, String... args) {
    List<String> line = new ArrayList<>(List.of("probe", "--json"));
    line.addAll(List.of(args));
    Map<String, String> environment = key.isEmpty() ? Map.of() : Map.of("TALLYGATE_PROBE_KEY", key);
    Run run = new Cli(environment, folder, Ticker.SYSTEM).run(line.toArray(String[]::new));
    return new Findings(run, Json.MAPPER.readTree(run.out()));
  }

  /** What is said about a topic: the answer, or why there is none. */
  List<String> answers(String topic) {
    List<String> answers = new ArrayList<>();
    for (JsonNode finding : json.get("findings")) {
      if (finding.get("topic").asString().equals(topic)) {
        answers.add(
            finding.has("answer")
                ? finding.get("answer").asString()
                : finding.get("kind").asString() + ": " + finding.get("text").asString());
      }
    }
    return answers;
  }

  List<String> texts(String topic) {
    List<String> texts = new ArrayList<>();
    for (JsonNode finding : json.get("findings")) {
      if (finding.get("topic").asString().equals(topic)) {
        texts.add(finding.get("text").asString());
      }
    }
    return texts;
  }

  int requests() {
    return json.get("requests").size();
  }

  String stopped() {
    return json.get("stopped").asString();
  }
}
