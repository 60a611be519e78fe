package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Plan;
import io.tallygate.gateway.key.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate plan}: named sets of limits. */
@Command(
    name = "plan",
    header = "Makes, lists and changes plans: named sets of limits.",
    description =
        "Keys and owners can be on a plan. What it does not name stays as the policy has it. A"
            + " running server knows within 250 ms.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate plan create pro all=x2 tools=2000/hour",
      "  tallygate owner plan own_7hTq2VbX0cRd pro",
    },
    synopsisSubcommandLabel = "COMMAND")
final class PlanCommand {

  private static final String NAME_HELP = "1 to 64 of a-z 0-9 . _ -";
  private static final String LIMITS_HELP =
      "GROUP=LIMIT, GROUP/NAME=LIMIT or all=LIMIT, where LIMIT is 2000/hour, in the limit's own"
          + " unit, or x2, of the policy's number. One for a group goes before all.";

  private PlanCommand() {}

  /** The command with all that belong to it. */
  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new PlanCommand())
        .addSubcommand(new Create(surroundings))
        .addSubcommand(new Setter(surroundings))
        .addSubcommand(new Listing(surroundings))
        .addSubcommand(new Remove(surroundings));
  }

  private static List<LimitRule> rules(KnownLimits policy, List<String> given) {
    List<LimitRule> rules = new ArrayList<>();
    for (String limit : given) {
      int equals = limit.indexOf('=');
      require(equals > 0, "limit must be GROUP=LIMIT, such as tools=2000/hour or all=x2");
      Amounts.Given one =
          Amounts.parse(policy, limit.substring(0, equals), limit.substring(equals + 1));
      rules.add(LimitRule.always(one.target(), one.amount()));
    }
    return rules;
  }

  private static List<Setting> withPolicy() {
    return List.of(Setting.DATA, Setting.DB, Setting.POLICY, Setting.CONFIG);
  }

  /** {@code tallygate plan create}. */
  @Command(
      name = "create",
      header = "Makes a plan.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate plan create pro all=x2",
        "  tallygate plan create pro tools=2000/hour files=x1.5",
      })
  static final class Create implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "PLAN", description = NAME_HELP)
    private String name = "";

    @Parameters(index = "1..*", paramLabel = "LIMIT", arity = "1..*", description = LIMITS_HELP)
    private List<String> limits = List.of();

    Create(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public List<Setting> settings() {
      return withPolicy();
    }

    @Override
    public Integer call() {
      Settings settings = invocation.settings();
      Plan plan =
          invocation.ask(
              all -> all.plans().create(name, rules(KnownLimits.of(all, settings), limits)));
      invocation.print("created  %s, limits %s%n".formatted(plan.name(), plan.rules().size()));
      return 0;
    }
  }

  /** {@code tallygate plan set}. */
  @Command(
      name = "set",
      header = "Gives a plan other limits, in place of all that it had.",
      description = "They are in force at the next request of each key that is on it.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate plan set pro all=x3")
  static final class Setter implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "PLAN", description = "As `tallygate plan list` has it.")
    private String name = "";

    @Parameters(index = "1..*", paramLabel = "LIMIT", arity = "1..*", description = LIMITS_HELP)
    private List<String> limits = List.of();

    Setter(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public List<Setting> settings() {
      return withPolicy();
    }

    @Override
    public Integer call() {
      Settings settings = invocation.settings();
      Plan plan =
          invocation.ask(
              all -> {
                List<LimitRule> rules = rules(KnownLimits.of(all, settings), limits);
                return all.plans().set(name, rules, Version.ANY);
              });
      invocation.print("set  %s, limits %s%n".formatted(plan.name(), plan.rules().size()));
      return 0;
    }
  }

  /** {@code tallygate plan list}. */
  @Command(
      name = "list",
      header = "Lists the plans and their limits.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate plan list --json")
  static final class Listing implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Listing(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      Settings settings = invocation.settings();
      invocation.print(invocation.ask(all -> text(all, settings)));
      return 0;
    }

    private String text(Administration all, Settings settings) {
      Optional<KnownLimits> policy = KnownLimits.find(all, settings);
      List<Plan> plans = all.plans().list();
      return json ? items(plans) : table(plans, policy);
    }

    private static String table(List<Plan> plans, Optional<KnownLimits> policy) {
      TextTable table = new TextTable("PLAN", "GROUP", "LIMIT");
      for (Plan plan : plans) {
        for (LimitRule rule : plan.rules()) {
          table.add(
              plan.name(),
              rule.target().toString(),
              Amounts.text(rule.target(), rule.amount(), policy));
        }
        if (plan.rules().isEmpty()) {
          table.add(plan.name(), "-", "-");
        }
      }
      return table.toString();
    }

    private static String items(List<Plan> plans) {
      ObjectNode page = Json.MAPPER.createObjectNode();
      ArrayNode array = page.putArray("items");
      for (Plan plan : plans) {
        ObjectNode node =
            array
                .addObject()
                .put("name", plan.name())
                .put("created", Moments.text(plan.createdSecond()));
        ArrayNode limits = node.putArray("limits");
        for (LimitRule rule : plan.rules()) {
          limits
              .addObject()
              .put("group", rule.target().toString())
              .put("limit", rule.amount().toString());
        }
      }
      return Json.text(page);
    }
  }

  /** {@code tallygate plan remove}. */
  @Command(
      name = "remove",
      header = "Removes a plan that no key and no owner is on.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate plan remove pro")
  static final class Remove implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "PLAN", description = "As `tallygate plan list` has it.")
    private String name = "";

    Remove(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      invocation.ask(
          all -> {
            all.plans().remove(name, Version.ANY);
            return name;
          });
      invocation.print("removed  %s%n".formatted(name));
      return 0;
    }
  }
}
