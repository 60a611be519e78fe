package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.IssuedSubscription;
import io.tallygate.gateway.alert.Subscription;
import io.tallygate.gateway.alert.SubscriptionChange;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.dashboard.session.Notice;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Role;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What can be done with subscriptions, by the roles that the admin API has for it. */
final class SubscriptionActions {

  private static final Pattern BETWEEN = Pattern.compile("[\\s,;%]+");
  private static final Pattern PERCENT = Pattern.compile("[0-9]{1,9}");

  private final Function<Actor, Alerts> alerts;

  SubscriptionActions(Function<Actor, Alerts> alerts) {
    this.alerts = alerts;
  }

  List<Route> routes() {
    String one = "/subscriptions/{subscription}";
    return List.of(
        Route.action("/subscriptions", Role.ADMIN, this::create),
        Route.action(one + "/change", Role.ADMIN, this::change),
        Route.action(one + "/rotate", Role.ADMIN, this::rotate),
        Route.action(one + "/test", Role.OPERATE, this::test),
        Route.action(
            one + "/disable",
            Role.ADMIN,
            visit ->
                change(
                    visit,
                    List.of(new SubscriptionChange.Disable()),
                    "The subscription is disabled, and told nothing.")),
        Route.action(
            one + "/enable",
            Role.ADMIN,
            visit ->
                change(
                    visit,
                    List.of(new SubscriptionChange.Enable()),
                    "The subscription is enabled again.")),
        Route.action(one + "/remove", Role.ADMIN, this::remove));
  }

  private Alerts of(Visit visit) {
    return alerts.apply(visit.actor());
  }

  private Answer create(Visit visit) {
    String owner = visit.form("owner");
    if (!owner.isEmpty()) {
      KeyPages.requireOwner(owner);
    }
    List<EventKind> kinds = kinds(visit);
    Wish wish = new Wish(visit.form("url"), kinds, thresholds(visit), visit.form("description"));
    return secret(of(visit).create(owner, wish), "The subscription is made.");
  }

  private static List<EventKind> kinds(Visit visit) {
    return visit.forms("event").stream().map(EventKind::wish).toList();
  }

  /** The field stands beside the box of its event: without that it says nothing. */
  private static List<Integer> thresholds(Visit visit) {
    List<EventKind> kinds = kinds(visit);
    return kinds.contains(EventKind.LIMIT_USED)
        ? Wish.thresholds(kinds, percents(visit.form("thresholds")))
        : List.of();
  }

  private static List<Integer> percents(String text) {
    return Arrays.stream(BETWEEN.split(text))
        .filter(word -> !word.isEmpty())
        .map(
            word -> {
              if (!PERCENT.matcher(word).matches()) {
                throw new Refusal(400, "Thresholds are whole percents, such as 80, 100.");
              }
              return Integer.valueOf(word);
            })
        .toList();
  }

  private static Answer secret(IssuedSubscription issued, String done) {
    String path = SubscriptionPages.path(issued.subscription().id());
    return new Answer.Done(new Notice(path, done, issued.secret()));
  }

  private Answer change(Visit visit) {
    return change(
        visit,
        List.of(
            new SubscriptionChange.SetUrl(visit.form("url")),
            new SubscriptionChange.SetEvents(kinds(visit), thresholds(visit)),
            new SubscriptionChange.Describe(visit.form("description"))),
        "The subscription is changed.");
  }

  private Answer change(Visit visit, List<SubscriptionChange> changes, String done) {
    Alerts all = of(visit);
    Subscription subscription = SubscriptionPages.subscription(visit, all);
    all.change(subscription.id(), changes);
    return Answer.done(SubscriptionPages.path(subscription.id()), done);
  }

  private Answer rotate(Visit visit) {
    Alerts all = of(visit);
    Subscription subscription = SubscriptionPages.subscription(visit, all);
    return secret(
        all.rotate(subscription.id()), "The subscription has a new secret; the old one is over.");
  }

  private Answer test(Visit visit) {
    Alerts all = of(visit);
    Subscription subscription = SubscriptionPages.subscription(visit, all);
    all.test(subscription.id());
    return Answer.done(
        SubscriptionPages.path(subscription.id()),
        "An event is on its way; what became of it stands below.");
  }

  private Answer remove(Visit visit) {
    if (!visit.form("sure").equals("yes")) {
      throw new Refusal(400, "Tick the box first: nothing brings a subscription back.");
    }
    Alerts all = of(visit);
    all.remove(SubscriptionPages.subscription(visit, all).id());
    return Answer.done(SubscriptionPages.PATH, "The subscription is removed.");
  }
}
