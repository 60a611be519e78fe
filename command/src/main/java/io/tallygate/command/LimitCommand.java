package io.tallygate.command;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.DrainResult;
import io.tallygate.gateway.key.DrainResult.Drained;
import io.tallygate.gateway.key.DrainResult.Refused;
import io.tallygate.gateway.key.LimitGrant;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Term;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate limit}: limits of keys and owners. */
@Command(
    name = "limit",
    header = "Gives keys and owners other limits than the policy's, explains and drains them.",
    description = "A running server knows within 250 ms. What a key has used stays counted.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate limit set key_4mJx0Qb9TzLw tools 2000/hour --until 2027-03-31 --reason launch",
      "  tallygate limit set own_7hTq2VbX0cRd all x2",
      "  tallygate limit explain key_4mJx0Qb9TzLw tools",
      "  tallygate limit drain key_4mJx0Qb9TzLw tools",
    },
    synopsisSubcommandLabel = "COMMAND")
final class LimitCommand {

  private static final String SUBJECT_HELP =
      "A key's or an owner's, as the lists print it. An owner's limit holds for each of its keys,"
          + " which still count apart.";

  private LimitCommand() {}

  /** The command with all that belong to it. */
  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new LimitCommand())
        .addSubcommand(new Setter(surroundings))
        .addSubcommand(new Remove(surroundings))
        .addSubcommand(new Listing(surroundings))
        .addSubcommand(new LimitExplain(surroundings))
        .addSubcommand(new Drainer(surroundings));
  }

  static List<Setting> withPolicy() {
    return List.of(Setting.DATA, Setting.DB, Setting.POLICY, Setting.CONFIG);
  }

  /** {@code tallygate limit set}. */
  @Command(
      name = "set",
      header = "Gives a key or an owner a limit of its own.",
      description =
          "In place of the one that it may have been given before with the same beginning. Is in"
              + " force at the next request. A key's goes before its owner's, that before the"
              + " plan's, that before the policy's; at one level a group's goes before all.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate limit set key_4mJx0Qb9TzLw tools 2000/hour",
        "  tallygate limit set own_7hTq2VbX0cRd all x2 --until 2027-03-31 --reason launch",
        "  tallygate limit set key_4mJx0Qb9TzLw tools x3 --from 2027-01-01 --until 2027-01-07",
      })
  static final class Setter implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "ID", description = SUBJECT_HELP)
    private String id = "";

    @Parameters(
        index = "1",
        paramLabel = "GROUP|all",
        description =
            "A group of the policy, for its first limit; GROUP/NAME for a further one; all for the"
                + " first limit of every group.")
    private String group = "";

    @Parameters(index = "2", paramLabel = "LIMIT", description = Amounts.HELP)
    private String limit = "";

    @Option(
        names = "--from",
        paramLabel = "DATE",
        description =
            "When it begins: 2027-01-01, with that day in UTC, or 2027-01-01T18:00:00Z. Until then"
                + " holds what held before. Default: now.")
    private String from = "";

    @Option(
        names = "--until",
        paramLabel = "DATE",
        description =
            "When it ends: 2027-03-31, at the end of that day in UTC, or 2027-03-31T18:00:00Z."
                + " Default: never.")
    private String until = "";

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "For people, at most 500 characters.")
    private String reason = "";

    Setter(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public List<Setting> settings() {
      return withPolicy();
    }

    @Override
    public Integer call() {
      Subject subject = Ids.subject(id);
      Term term =
          new Term(
              from.isEmpty() ? 0 : Moments.begin("from", from),
              until.isEmpty() ? Term.NO_END : Moments.end("until", until, invocation.nowSecond()));
      Settings settings = invocation.settings();
      invocation.print(
          invocation.ask(
              all -> {
                KnownLimits policy = KnownLimits.of(all, settings);
                Amounts.Given given = Amounts.parse(policy, group, limit);
                LimitRule rule = new LimitRule(given.target(), given.amount(), term);
                return said(all.grants().set(subject, rule, reason), policy);
              }));
      return 0;
    }

    private static String said(LimitGrant grant, KnownLimits policy) {
      LimitRule rule = grant.rule();
      Term term = rule.term();
      return "set  %s of %s to %s%s%s%n"
          .formatted(
              rule.target(),
              grant.subject(),
              Amounts.text(rule.target(), rule.amount(), Optional.of(policy)),
              term.fromSecond() == 0 ? "" : " from " + Moments.text(term.fromSecond()),
              term.untilSecond() == Term.NO_END
                  ? ""
                  : " until " + Moments.text(term.untilSecond()));
    }
  }

  /** {@code tallygate limit remove}. */
  @Command(
      name = "remove",
      header = "Takes a limit from a key or an owner again.",
      description = "Whenever it begins. Then holds what is below it.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate limit remove key_4mJx0Qb9TzLw tools")
  static final class Remove implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "ID", description = SUBJECT_HELP)
    private String id = "";

    @Parameters(
        index = "1",
        paramLabel = "GROUP|all",
        description = "As `tallygate limit list` prints it.")
    private String group = "";

    Remove(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      Subject subject = Ids.subject(id);
      Target target = Target.parse(group);
      List<LimitGrant> removed = invocation.ask(all -> all.grants().remove(subject, target));
      invocation.print("removed  %s of %s, %s%n".formatted(target, subject, removed.size()));
      return 0;
    }
  }

  /** {@code tallygate limit list}. */
  @Command(
      name = "list",
      header = "Lists the limits of keys and owners, those that have ended too.",
      footerHeading = "%nExamples:%n",
      footer = {"  tallygate limit list", "  tallygate limit list key_4mJx0Qb9TzLw --json"})
  static final class Listing implements StoreCommand {

    @Mixin private final Invocation invocation;
    @Mixin private final Paging paging = new Paging();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Of this key or owner only.")
    private String id = "";

    Listing(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public List<Setting> settings() {
      return withPolicy();
    }

    @Override
    public Integer call() {
      Optional<Subject> subject = id.isEmpty() ? Optional.empty() : Optional.of(Ids.subject(id));
      Settings settings = invocation.settings();
      List<String> head = List.of("ID", "GROUP", "LIMIT", "FROM", "UNTIL", "STATE", "REASON");
      Page<LimitRow> page =
          invocation.ask(
              all -> {
                Optional<KnownLimits> policy = KnownLimits.find(all, settings);
                Page<LimitGrant> grants = all.grants().list(subject, paging.request());
                List<LimitRow> rows =
                    grants.items().stream()
                        .map(grant -> LimitRow.of(grant, policy, invocation.nowSecond()))
                        .toList();
                return new Page<>(rows, grants.next());
              });
      paging.print(invocation, page, new Paging.Print<>(head, Listing::row, Listing::json));
      return 0;
    }

    private static List<String> row(LimitRow row) {
      return List.of(
          row.own().subject().id(),
          row.own().rule().target().toString(),
          row.limit(),
          KeyText.orDash(row.from()),
          KeyText.orDash(row.until()),
          row.state(),
          row.own().reason());
    }

    private static JsonNode json(LimitRow row) {
      ObjectNode node =
          Json.MAPPER
              .createObjectNode()
              .put("id", row.own().subject().id())
              .put("group", row.own().rule().target().toString())
              .put("limit", row.limit())
              .put("state", row.state())
              .put("reason", row.own().reason());
      if (row.own().rule().amount() instanceof Amount.Count count) {
        node.put("count", count.count());
      }
      KeyText.putIfSet(node, "from", row.from().isEmpty() ? null : row.from());
      KeyText.putIfSet(node, "until", row.until().isEmpty() ? null : row.until());
      return node;
    }
  }

  /** {@code tallygate limit drain}. */
  @Command(
      name = "drain",
      header = "Uses up what is left of a key's window, to see what its callers see then.",
      description =
          "Opens a window if none is open. Needs the running server, and returns when it is done.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate limit drain key_4mJx0Qb9TzLw tools")
  static final class Drainer implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(
        index = "0",
        paramLabel = "ID",
        description = "The key's, as `tallygate key list` prints it.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "GROUP", description = "A group of the policy.")
    private String group = "";

    Drainer(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      String known = Ids.key(id);
      Settings settings = invocation.settings();
      DrainResult result =
          invocation.ask(
              all -> {
                KnownLimits.of(all, settings).requireGroup(group);
                return all.keys().drain(known, group);
              });
      if (result instanceof Refused refused) {
        throw new CommandFailed(refused.reason());
      }
      invocation.print(
          String.format(
              Locale.ROOT,
              "drained  %s of %s, %,d used up%n",
              group,
              known,
              ((Drained) result).units()));
      return 0;
    }
  }
}
