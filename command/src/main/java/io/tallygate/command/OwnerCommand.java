package io.tallygate.command;

import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.OwnerChange;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Version;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate owner}: whose keys they are. */
@Command(
    name = "owner",
    header = "Makes, lists and changes owners: whose keys they are.",
    description =
        "What an owner is given holds for each of its keys; they still count apart. A running"
            + " server knows within 250 ms.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate owner create --name \"ACME Inc.\"",
      "  tallygate owner plan own_7hTq2VbX0cRd pro",
    },
    synopsisSubcommandLabel = "COMMAND")
final class OwnerCommand {

  private static final String AS_LISTED = "As `tallygate owner list` prints it.";

  private OwnerCommand() {}

  /** The command with all that belong to it. */
  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new OwnerCommand())
        .addSubcommand(new Create(surroundings))
        .addSubcommand(new Listing(surroundings))
        .addSubcommand(new Rename(surroundings))
        .addSubcommand(new SetPlan(surroundings))
        .addSubcommand(new Block(surroundings))
        .addSubcommand(new Unblock(surroundings));
  }

  private static Owner change(Invocation invocation, String id, OwnerChange change) {
    String known = Ids.owner(id);
    return invocation.ask(all -> all.owners().change(known, List.of(change), Version.ANY));
  }

  private static JsonNode json(Owner owner) {
    ObjectNode node =
        Json.MAPPER
            .createObjectNode()
            .put("id", owner.id())
            .put("name", owner.name())
            .put("created", Moments.text(owner.createdSecond()))
            .put("state", Words.text(owner.state()));
    KeyText.putIfSet(node, "plan", owner.plan());
    KeyText.putMetadata(node, owner.description().metadata());
    return node;
  }

  private static List<String> row(Owner owner) {
    return List.of(
        owner.id(),
        Moments.text(owner.createdSecond()),
        Words.text(owner.state()),
        KeyText.orDash(owner.plan()),
        owner.name());
  }

  /** {@code tallygate owner create}. */
  @Command(
      name = "create",
      header = "Makes an owner.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate owner create --name \"ACME Inc.\" --plan pro --metadata crm=4711")
  static final class Create implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "For people, 1 to 100 characters.")
    private String name = "";

    @Option(
        names = "--plan",
        paramLabel = "PLAN",
        description = "Of its keys that have none of their own. Default: the policy's limits.")
    private String plan = "";

    @Option(
        names = "--metadata",
        paramLabel = "NAME=VALUE",
        description = "For programs; may be given again.")
    private List<String> metadata = List.of();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Create(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      Description description = new Description(name, Described.metadata(metadata));
      Owner owner =
          invocation.askOrMake(
              all -> all.owners().create(description, plan.isEmpty() ? null : plan));
      invocation.print(
          json
              ? Json.text(json(owner))
              : "id       %s%nname     %s%n".formatted(owner.id(), owner.name()));
      return 0;
    }
  }

  /** {@code tallygate owner list}. */
  @Command(
      name = "list",
      header = "Lists the owners, the oldest first, or finds some.",
      footerHeading = "%nExamples:%n",
      footer = {"  tallygate owner list", "  tallygate owner list acme --json"})
  static final class Listing implements StoreCommand {

    @Mixin private final Invocation invocation;
    @Mixin private final Paging paging = new Paging();

    @Parameters(
        paramLabel = "TEXT",
        arity = "0..1",
        description = "A part of the name, or the whole id.")
    private String text = "";

    Listing(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      Page<Owner> page = invocation.ask(all -> all.owners().list(text, paging.request()));
      List<String> head = List.of("ID", "CREATED", "STATE", "PLAN", "NAME");
      paging.print(
          invocation, page, new Paging.Print<>(head, OwnerCommand::row, OwnerCommand::json));
      return 0;
    }
  }

  /** {@code tallygate owner rename}. */
  @Command(
      name = "rename",
      header = "Gives an owner another name.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate owner rename own_7hTq2VbX0cRd \"ACME GmbH\"")
  static final class Rename implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "ID", description = AS_LISTED)
    private String id = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "1 to 100 characters.")
    private String name = "";

    Rename(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      Owner owner = change(invocation, id, new OwnerChange.Rename(name));
      invocation.print("renamed  %s to %s%n".formatted(owner.id(), owner.name()));
      return 0;
    }
  }

  /** {@code tallygate owner plan}. */
  @Command(
      name = "plan",
      header = "Puts an owner's keys on a plan, those that have none of their own.",
      description = "What they have used stays counted.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate owner plan own_7hTq2VbX0cRd pro",
        "  tallygate owner plan own_7hTq2VbX0cRd none",
      })
  static final class SetPlan implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "ID", description = AS_LISTED)
    private String id = "";

    @Parameters(
        index = "1",
        paramLabel = "PLAN|none",
        description = "As `tallygate plan list` prints it.")
    private String plan = "";

    SetPlan(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      String name = plan.equals(Described.NONE) ? null : plan;
      Owner owner = change(invocation, id, new OwnerChange.SetPlan(name));
      invocation.print("plan  %s is on %s%n".formatted(owner.id(), plan));
      return 0;
    }
  }

  /** {@code tallygate owner block}. */
  @Command(
      name = "block",
      header = "Blocks all keys of an owner: their calls are answered 403.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate owner block own_7hTq2VbX0cRd")
  static final class Block implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = AS_LISTED)
    private String id = "";

    Block(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      Owner owner = change(invocation, id, new OwnerChange.Block());
      invocation.print("blocked  %s%n".formatted(owner.id()));
      return 0;
    }
  }

  /** {@code tallygate owner unblock}. */
  @Command(
      name = "unblock",
      header = "Serves the keys of a blocked owner again.",
      description = "Those that are blocked themselves stay blocked.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate owner unblock own_7hTq2VbX0cRd")
  static final class Unblock implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = AS_LISTED)
    private String id = "";

    Unblock(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      Owner owner = change(invocation, id, new OwnerChange.Unblock());
      invocation.print("unblocked  %s%n".formatted(owner.id()));
      return 0;
    }
  }
}
