package io.tallygate.command;

import io.tallygate.gateway.key.AuditEntry;
import io.tallygate.gateway.key.AuditEntry.Difference;
import io.tallygate.gateway.key.Page;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate audit}: who changed what. */
@Command(
    name = "audit",
    header = "Tells who changed what.",
    description = "Each change of a key, an owner, a plan or a limit is kept for good.",
    footerHeading = "%nExample:%n",
    footer = "  tallygate audit list",
    synopsisSubcommandLabel = "COMMAND")
final class AuditCommand {

  private AuditCommand() {}

  /** The command with all that belong to it. */
  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new AuditCommand()).addSubcommand(new Listing(surroundings));
  }

  /** {@code tallygate audit list}. */
  @Command(
      name = "list",
      header = "Lists what was changed, the newest first.",
      footerHeading = "%nExamples:%n",
      footer = {"  tallygate audit list", "  tallygate audit list key_4mJx0Qb9TzLw --json"})
  static final class Listing implements StoreCommand {

    @Mixin private final Invocation invocation;
    @Mixin private final Paging paging = new Paging();

    @Parameters(
        paramLabel = "TARGET",
        arity = "0..1",
        description = "Of this key, owner or plan only.")
    private String target = "";

    Listing(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      Page<AuditEntry> page = invocation.ask(all -> all.audit(target, paging.request()));
      List<String> head = List.of("WHEN", "WHO", "ACTION", "TARGET", "BEFORE", "AFTER");
      paging.print(invocation, page, new Paging.Print<>(head, Listing::row, Listing::json));
      return 0;
    }

    private static List<String> row(AuditEntry entry) {
      Difference difference = entry.difference();
      return List.of(
          Moments.text(entry.second()),
          who(entry),
          entry.action(),
          entry.target(),
          KeyText.orDash(difference.before()),
          KeyText.orDash(difference.after()));
    }

    private static String who(AuditEntry entry) {
      return Words.text(entry.actor().kind()) + ":" + entry.actor().name();
    }

    private static JsonNode json(AuditEntry entry) {
      ObjectNode node =
          Json.MAPPER
              .createObjectNode()
              .put("number", entry.number())
              .put("when", Moments.text(entry.second()))
              .put("who", who(entry))
              .put("action", entry.action())
              .put("target", entry.target());
      put(node, "before", entry.difference().before());
      put(node, "after", entry.difference().after());
      return node;
    }

    private static void put(ObjectNode node, String name, String state) {
      if (!state.isEmpty()) {
        node.set(name, Json.MAPPER.readTree(state));
      }
    }
  }
}
