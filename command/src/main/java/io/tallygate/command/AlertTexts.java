package io.tallygate.command;

import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.IssuedSubscription;
import io.tallygate.gateway.alert.Subscription;
import io.tallygate.gateway.alert.SubscriptionChange;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.policy.yaml.Nearest;
import io.tallygate.policy.yaml.Problems;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How subscriptions and deliveries are printed, and what is given of them is read. */
final class AlertTexts {

  /** Of commands that are given a URL. */
  static final List<Setting> SETTINGS =
      List.of(Setting.DATA, Setting.DB, Setting.ALERT_PRIVATE, Setting.CONFIG);

  static final Paging.Print<Subscription> SUBSCRIPTIONS =
      new Paging.Print<>(
          List.of("ID", "OF", "STATE", "EVENTS", "URL"), AlertTexts::row, AlertTexts::json);

  static final Paging.Print<Delivery> DELIVERIES =
      new Paging.Print<>(
          List.of("ID", "CREATED", "STATE", "ATTEMPTS", "ANSWER", "EVENT"),
          AlertTexts::row,
          AlertTexts::json);

  private AlertTexts() {}

  /** The events that were named; all that there are for who is told, if none was. */
  static List<EventKind> kinds(List<String> names, String owner) {
    List<EventKind> all =
        EventKind.wishes().stream().filter(kind -> owner.isEmpty() || kind.isForOwners()).toList();
    return names.isEmpty() ? all : names.stream().map(AlertTexts::kind).toList();
  }

  private static EventKind kind(String name) {
    return EventKind.byText(name)
        .filter(EventKind.wishes()::contains)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no such event: event=%s%s"
                        .formatted(
                            Problems.shown(name),
                            Nearest.hintOrAll(
                                name, EventKind.wishes().stream().map(EventKind::text).toList()))));
  }

  /** What was not given stays, as far as it goes with what was. */
  static SubscriptionChange events(Wish present, List<String> names, List<Integer> thresholds) {
    List<EventKind> kinds =
        names.isEmpty() ? present.kinds() : names.stream().map(AlertTexts::kind).toList();
    if (!thresholds.isEmpty() || !kinds.contains(EventKind.LIMIT_USED)) {
      return new SubscriptionChange.SetEvents(kinds, thresholds);
    }
    boolean had = !present.thresholds().isEmpty();
    return new SubscriptionChange.SetEvents(
        kinds, had ? present.thresholds() : Wish.THRESHOLDS_DEFAULT);
  }

  private static String names(Wish wish) {
    return String.join(" ", wish.eventNames());
  }

  static String text(Subscription subscription) {
    return "id       %s%nof       %s%nurl      %s%nevents   %s%nstate    %s%n"
        .formatted(
            subscription.id(),
            of(subscription),
            subscription.wish().url(),
            names(subscription.wish()),
            Words.text(subscription.state()));
  }

  private static String of(Subscription subscription) {
    return subscription.owner().isEmpty() ? "operator" : subscription.owner();
  }

  static String text(IssuedSubscription issued) {
    return text(issued.subscription()) + "secret   %s%n".formatted(issued.secret());
  }

  static ObjectNode json(IssuedSubscription issued) {
    return json(issued.subscription()).put("secret", issued.secret());
  }

  private static List<String> row(Subscription subscription) {
    return List.of(
        subscription.id(),
        of(subscription),
        Words.text(subscription.state()),
        names(subscription.wish()),
        subscription.wish().url());
  }

  private static ObjectNode json(Subscription subscription) {
    Wish wish = subscription.wish();
    ObjectNode node = Json.MAPPER.createObjectNode().put("id", subscription.id());
    if (!subscription.owner().isEmpty()) {
      node.put("owner", subscription.owner());
    }
    node.put("url", wish.url());
    ArrayNode events = node.putArray("events");
    wish.kinds().forEach(kind -> events.add(kind.text()));
    ArrayNode thresholds = node.putArray("thresholds");
    wish.thresholds().forEach(thresholds::add);
    return node.put("description", wish.description())
        .put("state", Words.text(subscription.state()))
        .put("created", Moments.text(subscription.createdSecond()));
  }

  private static List<String> row(Delivery delivery) {
    Delivery.Last last = delivery.last();
    String status = last.status() == null ? "" : last.status().toString();
    String error = last.error() == null ? "" : last.error();
    String answer = status.isEmpty() ? error : status;
    return List.of(
        delivery.id(),
        Instant.ofEpochMilli(delivery.createdMillis()).toString(),
        Words.text(delivery.state()),
        Integer.toString(last.attempts()),
        answer.isEmpty() ? "-" : answer,
        delivery.event());
  }

  private static ObjectNode json(Delivery delivery) {
    Delivery.Last last = delivery.last();
    ObjectNode node =
        Json.MAPPER
            .createObjectNode()
            .put("id", delivery.id())
            .put("subscription", delivery.subscription())
            .put("event", delivery.event())
            .put("state", Words.text(delivery.state()))
            .put("created", Instant.ofEpochMilli(delivery.createdMillis()).toString())
            .put("attempts", last.attempts())
            .put("due", Instant.ofEpochMilli(last.dueMillis()).toString());
    if (last.status() != null) {
      node.put("lastStatus", last.status());
    }
    if (last.error() != null) {
      node.put("lastError", last.error());
    }
    return node;
  }
}
