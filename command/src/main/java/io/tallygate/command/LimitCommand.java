package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.DrainResult;
import io.tallygate.gateway.key.DrainResult.Drained;
import io.tallygate.gateway.key.DrainResult.Refused;
import io.tallygate.gateway.key.LimitGrant;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Term;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.LimitText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate limit}: limits of single keys. */
@Command(
    name = "limit",
    header = "Gives single keys other limits than the policy's, and drains windows.",
    description = "A running server knows within 250 ms. What a key has used stays counted.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate limit set key_4mJx0Qb9TzLw tools 2000/hour --until 2027-03-31 --reason launch",
      "  tallygate limit list",
      "  tallygate limit drain key_4mJx0Qb9TzLw tools",
    },
    synopsisSubcommandLabel = "COMMAND")
final class LimitCommand {

  /** {@code tallygate limit set}. */
  @Command(
      name = "set",
      header = "Gives a key a number of its own for one limit.",
      description =
          "In place of the policy's, and of the one that it may have been given before. Is in force"
              + " at the next request.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate limit set key_4mJx0Qb9TzLw tools 2000/hour",
        "  tallygate limit set key_4mJx0Qb9TzLw tools 2,000/hour --until 2027-03-31"
            + " --reason launch",
      })
  static final class Setter implements Callable<Integer>, SettingOptions.Taker {

    @Mixin private final Invocation invocation;

    @Parameters(
        index = "0",
        paramLabel = "ID",
        description = "The key's, as `tallygate key list` prints it.")
    private String id = "";

    @Parameters(
        index = "1",
        paramLabel = "GROUP",
        description = "A group of the policy, for its first limit; GROUP/NAME for a further one.")
    private String group = "";

    @Parameters(
        index = "2",
        paramLabel = "LIMIT",
        description =
            "1 to 1,000,000,000 per the limit's own period, as 2000/hour. There is no 0: revoke"
                + " the key instead; and no unlimited, for the headers would lie.")
    private String limit = "";

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
      return List.of(Setting.DATA, Setting.POLICY, Setting.CONFIG);
    }

    @Override
    public Integer call() {
      String known = KeyCommand.requireId(id);
      LimitText number = number(limit);
      long untilSecond =
          until.isEmpty()
              ? Term.NO_END
              : untilSecond(until, invocation.surroundings().ticker().wallMicros() / 1_000_000);
      Settings settings = invocation.settings();
      PublishedLimit published;
      try (Administration all = invocation.administration(settings)) {
        published = KnownLimits.of(all, settings).limit(group);
        requirePeriod(number, published);
        all.grants()
            .set(
                new Subject(known),
                new LimitRule(
                    new Target(published.group(), published.name()),
                    new Amount.Count(number.count()),
                    new Term(0, untilSecond)),
                reason);
      }
      invocation.print(
          "set  %s of %s to %s%s%n"
              .formatted(
                  KnownLimits.text(published),
                  known,
                  number,
                  until.isEmpty() ? "" : " until " + Instant.ofEpochSecond(untilSecond)));
      return 0;
    }
  }

  private static LimitText number(String text) {
    require(
        !text.matches("0+(/.*)?"),
        "limit must be 1 to %s; to stop a key, revoke it: limit=%s",
        Limit.COUNT_MAX,
        text);
    require(
        !text.toLowerCase(Locale.ROOT).startsWith("unlimited"),
        "limit must be a number, for the headers say it; the most is %s: limit=%s",
        Limit.COUNT_MAX,
        text);
    return LimitText.parse(text);
  }

  private static void requirePeriod(LimitText number, PublishedLimit published) {
    LimitText own = new LimitText(published.count(), published.period());
    require(
        number.period().equals(published.period()),
        "limit must be per %s, as the policy has it: limit=%s group=%s",
        own.per(),
        number,
        KnownLimits.text(published));
  }

  /** The second at which it ends: a date ends with its last second in UTC. */
  static long untilSecond(String text, long nowSecond) {
    long second;
    try {
      second =
          text.indexOf('T') < 0
              ? LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond()
              : Instant.parse(text).getEpochSecond();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "until must be a date such as 2027-03-31 or 2027-03-31T18:00:00Z: until=" + text, e);
    }
    require(
        second > nowSecond,
        "until must be in the future: until=%s now=%s",
        Instant.ofEpochSecond(second),
        Instant.ofEpochSecond(nowSecond));
    return second;
  }

  /** {@code tallygate limit list}. */
  @Command(
      name = "list",
      header = "Lists the limits of single keys, those that have ended too.",
      footerHeading = "%nExamples:%n",
      footer = {"  tallygate limit list", "  tallygate limit list key_4mJx0Qb9TzLw --json"})
  static final class Listing implements Callable<Integer>, SettingOptions.Taker {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Of this key only.")
    private String id = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Listing(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public List<Setting> settings() {
      return List.of(Setting.DATA, Setting.POLICY, Setting.CONFIG);
    }

    @Override
    public Integer call() {
      String known = id.isEmpty() ? "" : KeyCommand.requireId(id);
      Settings settings = invocation.settings();
      List<LimitGrant> list;
      Optional<KnownLimits> policy;
      try (Administration all = invocation.administration(settings)) {
        list =
            all.grants()
                .list(
                    Optional.of(known).filter(one -> !one.isEmpty()).map(Subject::new),
                    Page.Request.FIRST)
                .items();
        policy = KnownLimits.find(all, settings);
      }
      List<LimitRow> rows =
          list.stream().map(limit -> LimitRow.of(limit, policy, nowSecond())).toList();
      invocation.print(json ? array(rows) : table(rows));
      return 0;
    }

    private long nowSecond() {
      return invocation.surroundings().ticker().wallMicros() / 1_000_000;
    }

    private static String table(List<LimitRow> rows) {
      TextTable table = new TextTable("KEY", "GROUP", "LIMIT", "UNTIL", "STATE", "REASON");
      for (LimitRow row : rows) {
        table.add(
            row.own().subject().id(),
            row.own().rule().target().toString(),
            row.limit(),
            row.until().isEmpty() ? "-" : row.until(),
            row.state(),
            row.own().reason());
      }
      return table.toString();
    }

    private static String array(List<LimitRow> rows) {
      ArrayNode array = Json.MAPPER.createArrayNode();
      for (LimitRow row : rows) {
        ObjectNode node =
            array
                .addObject()
                .put("key", row.own().subject().id())
                .put("group", row.own().rule().target().toString())
                .put("limit", row.limit())
                .put("state", row.state())
                .put("reason", row.own().reason());
        if (row.own().rule().amount() instanceof Amount.Count number) {
          node.put("count", number.count());
        }
        if (!row.until().isEmpty()) {
          node.put("until", row.until());
        }
      }
      return Json.text(array);
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
  static final class Drainer implements Callable<Integer>, SettingOptions.Taker {

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
    public List<Setting> settings() {
      return List.of(Setting.DATA, Setting.CONFIG);
    }

    @Override
    public Integer call() {
      String known = KeyCommand.requireId(id);
      Settings settings = invocation.settings();
      DrainResult result;
      try (Administration all = invocation.administration(settings)) {
        KnownLimits.of(all, settings).requireGroup(group);
        result = all.keys().drain(known, group);
      }
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
