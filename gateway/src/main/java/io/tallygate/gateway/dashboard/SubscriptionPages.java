package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.DeliveryQuery;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.Subscription;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Role;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who is told of what by webhooks: all subscriptions, and one. A URL may be known to its receiver
 * alone, so who only reads sees neither.
 */
final class SubscriptionPages {

  static final String PATH = Dashboard.ROOT + "/subscriptions";

  private static final Page.Request LAST = new Page.Request(10, "");

  private final Function<Actor, Alerts> alerts;

  SubscriptionPages(Function<Actor, Alerts> alerts) {
    this.alerts = alerts;
  }

  List<Route> routes() {
    return List.of(
        Route.page("/subscriptions", Role.OPERATE, this::list),
        Route.page("/subscriptions/{subscription}", Role.OPERATE, this::show));
  }

  static String path(String id) {
    return PATH + "/" + id;
  }

  /** The subscription that a path names. */
  static Subscription subscription(Visit visit, Alerts alerts) {
    String id = visit.parameter("subscription");
    if (!Subscription.isId(id)) {
      throw new Refusal(404, "There is no such subscription.");
    }
    return alerts.get(id);
  }

  /**
   * A subscription in a list.
   *
   * @param owner its name; empty for the operator
   */
  record Row(Subscription subscription, String owner) {

    String path() {
      return SubscriptionPages.path(subscription.id());
    }

    String url() {
      return Words.safe(subscription.wish().url());
    }
  }

  /**
   * Subscriptions that were asked for.
   *
   * @param owner an id; empty for all
   * @param ownerName empty for all
   */
  record Listed(List<Row> rows, String owner, String ownerName, Paging paging) {

    List<EventKind> kinds() {
      return wishes(owner);
    }
  }

  /** What can be told: to an owner, or to the operator where it is empty. */
  private static List<EventKind> wishes(String owner) {
    return EventKind.wishes().stream()
        .filter(kind -> owner.isEmpty() || kind.isForOwners())
        .toList();
  }

  private Answer list(Visit visit) {
    String owner = visit.query("owner");
    if (!owner.isEmpty()) {
      KeyPages.requireOwner(owner);
    }
    Page<Subscription> page = alerts.apply(visit.actor()).list(owner, visit.page());
    Names names = new Names(visit.all());
    Listed listed =
        new Listed(
            page.items().stream().map(one -> new Row(one, names.of(one.owner()))).toList(),
            owner,
            names.of(owner),
            Paging.of(visit, PATH, Map.of("owner", owner), page.next()));
    return Framed.page(
        "Subscriptions",
        Section.SUBSCRIPTIONS,
        (frame, out) -> JtesubscriptionsGenerated.render(out, Html.PLAIN, frame, listed));
  }

  /**
   * One subscription.
   *
   * @param last what was sent to it last, the newest first
   * @param hasMore whether more was
   */
  record Shown(Row row, List<Delivery> last, boolean hasMore) {

    List<EventKind> kinds() {
      return wishes(row.subscription().owner());
    }
  }

  private Answer show(Visit visit) {
    Alerts all = alerts.apply(visit.actor());
    Subscription subscription = subscription(visit, all);
    Page<Delivery> last =
        all.deliveries(DeliveryQuery.ALL.withSubscription(subscription.id()), LAST);
    Row row = new Row(subscription, new Names(visit.all()).of(subscription.owner()));
    Shown shown = new Shown(row, last.items(), !last.next().isEmpty());
    return Framed.page(
        "Subscription",
        Section.SUBSCRIPTIONS,
        (frame, out) -> JtesubscriptionGenerated.render(out, Html.PLAIN, frame, shown));
  }

  /** The path of an owner's page, of somebody who is one. */
  static String ownerPath(Subscription subscription) {
    return Owner.isId(subscription.owner()) ? OwnerPages.path(subscription.owner()) : "";
  }

  /** What a kind of event tells, in a few words. */
  static String meaning(EventKind kind) {
    return switch (kind) {
      case LIMIT_USED -> "so much of a limit is used";
      case LIMIT_REFUSED -> "a limit refuses for the first time in a window";
      case KEY_EXPIRING -> "a key ends soon";
      case UPSTREAM_DOWN -> "the API answers nothing; the operator's alone";
      case UPSTREAM_UP -> "the API answers again; the operator's alone";
      case TEST -> "somebody asked for it";
    };
  }

  /** As the form has them: {@code 80, 100}. */
  static String thresholds(List<Integer> thresholds) {
    return thresholds.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
