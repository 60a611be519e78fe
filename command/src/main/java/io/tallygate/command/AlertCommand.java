package io.tallygate.command;

import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.DeliveryQuery;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.IssuedSubscription;
import io.tallygate.gateway.alert.Subscription;
import io.tallygate.gateway.alert.SubscriptionChange;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.key.Page;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tallygate alert}: who is told of what, and what became of it. */
@Command(
    name = "alert",
    header = "Tells the operator and owners what happens, by signed webhooks.",
    description =
        "A subscription is told when a key has used so much of a limit (limit.used), when a limit"
            + " first refuses (limit.refused), when a key ends soon (key.expiring), and when the"
            + " API is down and up again (upstream.down, upstream.up; the operator's alone).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate alert create --url https://ops.example/alerts",
      "  tallygate alert test ep_4mJx0Qb9TzLw7RcN",
      "  tallygate alert deliveries --state dead",
    },
    synopsisSubcommandLabel = "COMMAND")
final class AlertCommand {

  private AlertCommand() {}

  /** The command with all that belong to it. */
  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new AlertCommand())
        .addSubcommand(new Create(surroundings))
        .addSubcommand(new Listing(surroundings))
        .addSubcommand(new Change(surroundings))
        .addSubcommand(new Remove(surroundings))
        .addSubcommand(new Rotate(surroundings))
        .addSubcommand(new Test(surroundings))
        .addSubcommand(new Deliveries(surroundings))
        .addSubcommand(new Replay(surroundings));
  }

  /** {@code tallygate alert create}. */
  @Command(
      name = "create",
      header = "Makes a subscription and prints its secret, once.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate alert create --url https://ops.example/alerts",
        "  tallygate alert create --url https://acme.example/limits --owner own_4mJx0Qb9TzLw \\",
        "      --event limit.used --threshold 90"
      })
  static final class Create implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Option(
        names = "--url",
        required = true,
        paramLabel = "URL",
        description = "Where events are sent: https, at a public address.")
    private String url = "";

    @Option(
        names = "--owner",
        paramLabel = "ID",
        description = "Only of this owner's keys. Without it: the operator, who is told of all.")
    private String owner = "";

    @Option(
        names = "--event",
        paramLabel = "EVENT",
        description = "What it is told of; may be repeated. Without it: all that there is for it.")
    private List<String> events = List.of();

    @Option(
        names = "--threshold",
        paramLabel = "PERCENT",
        description = "Of limit.used, 1 to 100; may be repeated. Default: 80 and 100")
    private List<Integer> thresholds = List.of();

    @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
    private String description = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Create(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public List<Setting> settings() {
      return AlertTexts.SETTINGS;
    }

    @Override
    public Integer call() {
      List<EventKind> kinds = AlertTexts.kinds(events, owner);
      Wish wish = new Wish(url, kinds, Wish.thresholds(kinds, thresholds), description);
      String of = owner.isEmpty() ? "" : Ids.owner(owner);
      IssuedSubscription issued = invocation.askAlerts(all -> all.create(of, wish));
      invocation.print(json ? Json.text(AlertTexts.json(issued)) : AlertTexts.text(issued));
      return 0;
    }
  }

  /** {@code tallygate alert list}. */
  @Command(
      name = "list",
      header = "Lists who is told of what, the oldest first.",
      footerHeading = "%nExample:%n",
      footer = {"  tallygate alert list --owner own_4mJx0Qb9TzLw"})
  static final class Listing implements StoreCommand {

    @Mixin private final Invocation invocation;
    @Mixin private final Paging paging = new Paging();

    @Option(names = "--owner", paramLabel = "ID", description = "This owner's only.")
    private String owner = "";

    Listing(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      String of = owner.isEmpty() ? "" : Ids.owner(owner);
      Page<Subscription> page = invocation.askAlerts(all -> all.list(of, paging.request()));
      paging.print(invocation, page, AlertTexts.SUBSCRIPTIONS);
      return 0;
    }
  }

  /** {@code tallygate alert change}. */
  @Command(
      name = "change",
      header = "Changes what a subscription is told, and where; enables it again.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate alert change ep_4mJx0Qb9TzLw7RcN --threshold 50 --threshold 90",
        "  tallygate alert change ep_4mJx0Qb9TzLw7RcN --state enabled"
      })
  static final class Change implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = "As `tallygate alert list` prints it.")
    private String id = "";

    @Option(names = "--url", paramLabel = "URL", description = "Where events are sent.")
    private String url = "";

    @Option(
        names = "--event",
        paramLabel = "EVENT",
        description = "What it is told of, in place of what it was; may be repeated.")
    private List<String> events = List.of();

    @Option(
        names = "--threshold",
        paramLabel = "PERCENT",
        description = "Of limit.used, in place of what was; may be repeated.")
    private List<Integer> thresholds = List.of();

    @Option(names = "--state", paramLabel = "STATE", description = "enabled or disabled.")
    private String state = "";

    Change(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public List<Setting> settings() {
      return AlertTexts.SETTINGS;
    }

    private Subscription change(Alerts all) {
      List<SubscriptionChange> changes = new ArrayList<>();
      if (!url.isEmpty()) {
        changes.add(new SubscriptionChange.SetUrl(url));
      }
      if (!events.isEmpty() || !thresholds.isEmpty()) {
        changes.add(AlertTexts.events(all.get(id).wish(), events, thresholds));
      }
      if (!state.isEmpty()) {
        changes.add(
            switch (Words.of("state", Subscription.State.class, state)) {
              case ENABLED -> new SubscriptionChange.Enable();
              case DISABLED -> new SubscriptionChange.Disable();
            });
      }
      return all.change(id, changes);
    }

    @Override
    public Integer call() {
      Subscription changed = invocation.askAlerts(this::change);
      invocation.print(AlertTexts.text(changed));
      return 0;
    }
  }

  /** {@code tallygate alert remove}. */
  @Command(
      name = "remove",
      header = "Ends a subscription, with what waits for it.",
      footerHeading = "%nExample:%n",
      footer = {"  tallygate alert remove ep_4mJx0Qb9TzLw7RcN"})
  static final class Remove implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = "As `tallygate alert list` prints it.")
    private String id = "";

    Remove(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      invocation.askAlerts(all -> all.remove(id));
      invocation.print("removed  %s%n".formatted(id));
      return 0;
    }
  }

  /** {@code tallygate alert rotate}. */
  @Command(
      name = "rotate",
      header = "Gives a subscription a new secret and prints it, once; the old one signs no more.",
      footerHeading = "%nExample:%n",
      footer = {"  tallygate alert rotate ep_4mJx0Qb9TzLw7RcN"})
  static final class Rotate implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = "As `tallygate alert list` prints it.")
    private String id = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Rotate(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      IssuedSubscription issued = invocation.askAlerts(all -> all.rotate(id));
      invocation.print(json ? Json.text(AlertTexts.json(issued)) : AlertTexts.text(issued));
      return 0;
    }
  }

  /** {@code tallygate alert test}. */
  @Command(
      name = "test",
      header = "Sends a subscription an event, to see it arrive.",
      footerHeading = "%nExample:%n",
      footer = {"  tallygate alert test ep_4mJx0Qb9TzLw7RcN"})
  static final class Test implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = "As `tallygate alert list` prints it.")
    private String id = "";

    Test(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      Delivery sent = invocation.askAlerts(all -> all.test(id));
      invocation.print("sending  %s%n".formatted(sent.id()));
      return 0;
    }
  }

  /** {@code tallygate alert deliveries}. */
  @Command(
      name = "deliveries",
      header = "Lists what was sent or is to be, the newest first.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate alert deliveries --state dead",
        "  tallygate alert deliveries --to ep_4mJx0Qb9TzLw7RcN --json"
      })
  static final class Deliveries implements StoreCommand {

    @Mixin private final Invocation invocation;
    @Mixin private final Paging paging = new Paging();

    @Option(names = "--to", paramLabel = "ID", description = "To this subscription only.")
    private String to = "";

    @Option(names = "--state", paramLabel = "STATE", description = "pending, delivered or dead.")
    private String state = "";

    Deliveries(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      DeliveryQuery query = DeliveryQuery.ALL;
      if (!to.isEmpty()) {
        query = query.withSubscription(to);
      }
      if (!state.isEmpty()) {
        query = query.withState(Words.of("state", Delivery.State.class, state));
      }
      DeliveryQuery asked = query;
      Page<Delivery> page = invocation.askAlerts(all -> all.deliveries(asked, paging.request()));
      paging.print(invocation, page, AlertTexts.DELIVERIES);
      return 0;
    }
  }

  /** {@code tallygate alert replay}. */
  @Command(
      name = "replay",
      header = "Has a delivery that is over made again.",
      footerHeading = "%nExample:%n",
      footer = {"  tallygate alert replay msg_0aB1cD2eF3gH4iJ5-ep_4mJx0Qb9TzLw7RcN"})
  static final class Replay implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(
        paramLabel = "ID",
        description = "A delivery's, as `tallygate alert deliveries` prints it.")
    private String id = "";

    Replay(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      Delivery again = invocation.askAlerts(all -> all.replay(id));
      invocation.print("sending  %s%n".formatted(again.id()));
      return 0;
    }
  }
}
