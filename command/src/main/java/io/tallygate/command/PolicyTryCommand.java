package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.usage.trial.Trial;
import io.tallygate.gateway.usage.trial.Trial.Bound;
import io.tallygate.gateway.usage.trial.Trial.GroupTrial;
import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate policy try}: what an edited policy would have done to recorded callers. */
@Command(
    name = "try",
    header = "Tells how many recorded callers an edited policy would have refused.",
    description =
        "Changes nothing. Usage is kept by hours, so the answer is two numbers, between which the"
            + " true one lies for sure. Beside the database, the policy that is set is taken for"
            + " the one under which it was recorded.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate policy try edited.yaml --policy limits.yaml",
      "  tallygate policy try edited.yaml --from 2026-11-01 --admin-url http://gateway:8081",
    })
final class PolicyTryCommand implements StoreCommand {

  private static final long WEEK_SECONDS = 7 * 86_400L;

  @Mixin private final Invocation invocation;

  @Parameters(paramLabel = "FILE", description = "The edited policy file.")
  private String file = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "From this day or time on, in UTC, in whole hours. Default: a week ago")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Up to this time, or the end of this day, in UTC. Default: now")
  private String to = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  PolicyTryCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public List<Setting> settings() {
    return List.of(Setting.DATA, Setting.DB, Setting.POLICY, Setting.CONFIG);
  }

  @Override
  public Integer call() {
    PolicyFile edited = Policies.load(invocation, file); // its mistakes are told with its name
    long until = to.isEmpty() ? invocation.nowSecond() : Moments.close("to", to);
    long begin = from.isEmpty() ? Math.max(until - WEEK_SECONDS, 0) : Moments.begin("from", from);
    require(begin < until, "to must be later than from: from=%s to=%s", Moments.text(begin), to);
    Trial trial = invocation.askTrials(trials -> trials.of(text(edited), new Term(begin, until)));
    invocation.print(json ? Json.text(shape(trial)) : table(trial));
    return 0;
  }

  private String text(PolicyFile edited) {
    require(
        !PolicyFile.BUNDLED.contains(file),
        "file must be a policy file to be edited: file=%s",
        file);
    try {
      return Files.readString(invocation.file(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailed(
          "policy file cannot be read: file=" + file + " title=" + edited.title());
    }
  }

  private static String table(Trial trial) {
    TextTable table = new TextTable("GROUP", "CALLERS", "AT LEAST", "AT MOST");
    for (GroupTrial group : trial.groups()) {
      row(table, group.group(), group.refused());
    }
    row(table, "(all)", trial.refused());
    StringBuilder text = new StringBuilder(trial.sentence()).append("\n\n").append(table);
    if (!trial.notes().isEmpty()) {
      text.append('\n');
      trial.notes().forEach(note -> text.append(note).append('\n'));
    }
    return text.toString();
  }

  private static void row(TextTable table, String name, Bound bound) {
    table.add(
        name,
        Integer.toString(bound.callers()),
        Integer.toString(bound.atLeast()),
        Integer.toString(bound.atMost()));
  }

  private static ObjectNode shape(Trial trial) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("from", Moments.text(trial.term().fromSecond()));
    node.put("until", Moments.text(trial.term().untilSecond()));
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
    return node;
  }

  private static void bound(ObjectNode node, Bound bound) {
    node.put("callers", bound.callers());
    node.put("atLeast", bound.atLeast()).put("atMost", bound.atMost());
  }
}
