package io.tallygate.command;

import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.KeyQuery;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tallygate key}: API keys are issued, found, changed and ended. */
@Command(
    name = "key",
    header = "Issues, lists, changes and revokes API keys.",
    description = "A running server knows within 250 ms.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate key create --name acme",
      "  tallygate key list",
      "  tallygate key revoke key_4mJx0Qb9TzLw",
    },
    synopsisSubcommandLabel = "COMMAND")
final class KeyCommand {

  private static final String AS_LISTED = "As `tallygate key list` prints it.";

  private KeyCommand() {}

  /** The command with all that belong to it. */
  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new KeyCommand())
        .addSubcommand(new KeyIssue.Create(surroundings))
        .addSubcommand(new KeyIssue.Import(surroundings))
        .addSubcommand(new Listing(surroundings))
        .addSubcommand(new Rename(surroundings))
        .addSubcommand(new Change(surroundings))
        .addSubcommand(new Expire(surroundings))
        .addSubcommand(new KeyIssue.Rotate(surroundings))
        .addSubcommand(new Block(surroundings))
        .addSubcommand(new Unblock(surroundings))
        .addSubcommand(new Revoke(surroundings));
  }

  private static ApiKey change(Invocation invocation, String id, KeyChange... changes) {
    String known = Ids.key(id);
    return invocation.ask(all -> all.keys().change(known, List.of(changes), Version.ANY));
  }

  /** Blocks, unblocks or revokes; says so, and whether it was so before. */
  private static void bring(Invocation invocation, String id, State state) {
    String known = Ids.key(id);
    KeyChange change =
        state == State.BLOCKED
            ? new KeyChange.Block()
            : state == State.ACTIVE ? new KeyChange.Unblock() : new KeyChange.Revoke();
    boolean already =
        invocation.ask(
            all -> {
              boolean isSo = all.keys().get(known).life().state() == state;
              all.keys().change(known, List.of(change), Version.ANY);
              return isSo;
            });
    String done = state == State.ACTIVE ? "unblocked" : state.name().toLowerCase(Locale.ROOT);
    invocation.print("%s  %s%s%n".formatted(done, known, already ? ", already" : ""));
  }

  /** {@code tallygate key list}. */
  @Command(
      name = "list",
      header = "Lists the keys, the oldest first, or finds some.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate key list",
        "  tallygate key list acme --state active",
        "  tallygate key list --owner own_7hTq2VbX0cRd --json",
      })
  static final class Listing implements StoreCommand {

    @Mixin private final Invocation invocation;
    @Mixin private final Paging paging = new Paging();

    @Parameters(
        paramLabel = "TEXT",
        arity = "0..1",
        description = "A part of the name, the whole id, or the last four characters.")
    private String text = "";

    @Option(names = "--owner", paramLabel = "ID", description = "Of this owner only.")
    private String owner = "";

    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "Only active, blocked, revoked or expired ones.")
    private String state = "";

    Listing(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      KeyQuery query =
          new KeyQuery(
              text,
              owner.isEmpty() ? Optional.empty() : Optional.of(Ids.owner(owner)),
              state.isEmpty()
                  ? Optional.empty()
                  : Optional.of(Words.of("state", State.class, state)));
      Page<ApiKey> page = invocation.ask(all -> all.keys().list(query, paging.request()));
      paging.print(invocation, page, new KeyText(invocation.nowSecond()).list());
      return 0;
    }
  }

  /** {@code tallygate key rename}. */
  @Command(
      name = "rename",
      header = "Gives a key another name.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate key rename key_4mJx0Qb9TzLw \"acme, production\"")
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
      ApiKey key = change(invocation, id, new KeyChange.Rename(name));
      invocation.print("renamed  %s to %s%n".formatted(key.id(), key.name()));
      return 0;
    }
  }

  /** {@code tallygate key change}. */
  @Command(
      name = "change",
      header = "Gives a key another owner, plan or metadata.",
      description = "What a key has used stays counted.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate key change key_4mJx0Qb9TzLw --owner own_7hTq2VbX0cRd",
        "  tallygate key change key_4mJx0Qb9TzLw --plan none --metadata ticket=4711",
      })
  static final class Change implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = AS_LISTED)
    private String id = "";

    @Option(names = "--owner", paramLabel = "ID|none", description = "Whose it is.")
    private String owner = "";

    @Option(
        names = "--plan",
        paramLabel = "PLAN|none",
        description = "Its plan; without one its owner's holds.")
    private String plan = "";

    @Option(
        names = "--metadata",
        paramLabel = "NAME=VALUE",
        description = "In place of all that it has; may be given again.")
    private List<String> metadata = List.of();

    Change(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      List<KeyChange> changes = new ArrayList<>();
      if (!owner.isEmpty()) {
        changes.add(new KeyChange.SetOwner(owner.equals(Described.NONE) ? null : Ids.owner(owner)));
      }
      if (!plan.isEmpty()) {
        changes.add(new KeyChange.SetPlan(plan.equals(Described.NONE) ? null : plan));
      }
      if (!metadata.isEmpty()) {
        changes.add(new KeyChange.SetMetadata(Described.metadata(metadata)));
      }
      if (changes.isEmpty()) {
        throw new IllegalArgumentException("nothing to change; give --owner, --plan or --metadata");
      }
      ApiKey key = change(invocation, id, changes.toArray(KeyChange[]::new));
      invocation.print("changed  %s%n".formatted(key.id()));
      return 0;
    }
  }

  /** {@code tallygate key expire}. */
  @Command(
      name = "expire",
      header = "Gives a key an end: from then on its calls are answered 401.",
      description = "A later end, or none, makes an expired key valid again.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate key expire key_4mJx0Qb9TzLw 2027-03-31",
        "  tallygate key expire key_4mJx0Qb9TzLw never",
      })
  static final class Expire implements StoreCommand {

    private static final String NEVER = "never";

    @Mixin private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "ID", description = AS_LISTED)
    private String id = "";

    @Parameters(
        index = "1",
        paramLabel = "DATE|never",
        description =
            "2027-03-31, at the end of that day in UTC, or 2027-03-31T18:00:00Z; or never.")
    private String end = "";

    Expire(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      long second =
          end.equals(NEVER) ? Life.NO_END : Moments.end("end", end, invocation.nowSecond());
      ApiKey key = change(invocation, id, new KeyChange.Expire(second));
      invocation.print(
          "expires  %s %s%n"
              .formatted(key.id(), second == Life.NO_END ? NEVER : "at " + Moments.text(second)));
      return 0;
    }
  }

  /** {@code tallygate key block}. */
  @Command(
      name = "block",
      header = "Blocks a key: its calls are answered 403 until it is unblocked.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate key block key_4mJx0Qb9TzLw")
  static final class Block implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = AS_LISTED)
    private String id = "";

    Block(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      bring(invocation, id, State.BLOCKED);
      return 0;
    }
  }

  /** {@code tallygate key unblock}. */
  @Command(
      name = "unblock",
      header = "Serves a blocked key again.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate key unblock key_4mJx0Qb9TzLw")
  static final class Unblock implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = AS_LISTED)
    private String id = "";

    Unblock(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      bring(invocation, id, State.ACTIVE);
      return 0;
    }
  }

  /** {@code tallygate key revoke}. */
  @Command(
      name = "revoke",
      header = "Ends a key for good: its calls are answered 401 from now on.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate key revoke key_4mJx0Qb9TzLw")
  static final class Revoke implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = AS_LISTED)
    private String id = "";

    Revoke(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      bring(invocation, id, State.REVOKED);
      return 0;
    }
  }
}
