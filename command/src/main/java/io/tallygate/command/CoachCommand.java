package io.tallygate.command;

import io.tallygate.gateway.coach.Finding;
import io.tallygate.gateway.coach.Review;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate coach}: what a key's callers could do better. */
@Command(
    name = "coach",
    header = "Tells what a key's callers could do better.",
    description =
        "From the calls of this hour and the one before, as a running server has seen them: the one"
            + " of --admin-url, or the one that the settings serve on this machine. Who polls,"
            + " fetches unchanged lists again, does not wait after a 429, spends a window at its"
            + " beginning, or repeats a faulty request? The numbers are exact, or less than what"
            + " happened.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate coach key_4mJx0Qb9TzLw",
      "  tallygate coach key_4mJx0Qb9TzLw --json --admin-url http://10.0.0.5:8081"
    })
final class CoachCommand implements StoreCommand {

  @Mixin private final Invocation invocation;

  @Parameters(
      index = "0",
      paramLabel = "KEY",
      description = "The key's id, as `tallygate key list` prints it.")
  private String id = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  CoachCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public List<Setting> settings() {
    return List.of(Setting.DATA, Setting.CONFIG, Setting.ADMIN_BIND, Setting.ADMIN_PORT);
  }

  @Override
  public Integer call() {
    Review review = invocation.runningCoach().review(Ids.caller(id));
    invocation.print(json ? Json.text(shape(review)) : text(review));
    return 0;
  }

  private String text(Review review) {
    return switch (review.state()) {
      case OFF ->
          throw new CommandFailed(
              "the coach is off there; start the server with --coach on: key=" + review.key());
      case NOTHING_SEEN ->
          "nothing seen: no call of %s in this hour or the one before%n".formatted(review.key());
      case SEEN -> found(review);
    };
  }

  private static String found(Review review) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %,d calls since %s%n"
            .formatted(review.key(), review.calls(), Moments.text(review.sinceSecond())));
    if (review.findings().isEmpty()) {
      text.append("nothing to do better\n");
    }
    for (Finding finding : review.findings()) {
      text.append("\n- %s%n".formatted(printable(finding.text())));
      text.append("  %s%n".formatted(finding.practice().advice()));
      text.append("  see %s%n".formatted(finding.practice().guide()));
    }
    return text.toString();
  }

  /** Whatever answers there: a terminal gets no control bytes of it. */
  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "?");
  }

  private static ObjectNode shape(Review review) {
    ObjectNode node = Json.MAPPER.createObjectNode().put("key", review.key());
    node.put("state", Words.text(review.state()).replace('_', '-'));
    if (review.sinceSecond() > 0) {
      node.put("since", Moments.text(review.sinceSecond()));
    }
    node.put("calls", review.calls());
    ArrayNode findings = node.putArray("findings");
    for (Finding finding : review.findings()) {
      ObjectNode one = findings.addObject();
      one.put("practice", Words.text(finding.practice()).replace('_', '-'));
      one.put("subject", finding.subject()).put("text", finding.text());
      one.put("advice", finding.practice().advice()).put("guide", finding.practice().guide());
      ObjectNode figures = one.putObject("figures");
      finding.figures().forEach(figure -> figures.put(figure.name(), figure.value()));
    }
    return node;
  }
}
