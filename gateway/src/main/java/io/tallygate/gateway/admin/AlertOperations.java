package io.tallygate.gateway.admin;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.admin.Operation.Doc;
import io.tallygate.gateway.admin.Operation.Method;
import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.DeliveryQuery;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.IssuedSubscription;
import io.tallygate.gateway.alert.Subscription;
import io.tallygate.gateway.alert.SubscriptionChange;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the admin API does with alerts. A subscription's URL may be known to its receiver alone, so
 * who only reads is not shown it.
 */
final class AlertOperations {

  private AlertOperations() {}

  static List<Operation> all() {
    return Stream.of(subscriptions(), oneSubscription(), ofDeliveries())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Operation> subscriptions() {
    return List.of(
        new Operation(
            "listSubscriptions",
            Method.GET,
            "/subscriptions",
            Role.OPERATE,
            Doc.of("Lists who is told of what, the oldest first.", "", "SubscriptionPage")
                .withQuery("owner", "size", "cursor"),
            AlertOperations::list),
        new Operation(
            "createSubscription",
            Method.POST,
            "/subscriptions",
            Role.ADMIN,
            Doc.of(
                "Makes a subscription and shows its secret, once.",
                "NewSubscription",
                "IssuedSubscription",
                201,
                404),
            AlertOperations::create));
  }

  private static List<Operation> oneSubscription() {
    return List.of(
        new Operation(
            "getSubscription",
            Method.GET,
            "/subscriptions/{subscription}",
            Role.OPERATE,
            Doc.of("Shows a subscription.", "", "Subscription", 404),
            call -> result(call.alerts().get(id(call)))),
        new Operation(
            "changeSubscription",
            Method.PATCH,
            "/subscriptions/{subscription}",
            Role.ADMIN,
            Doc.of(
                "Changes what is sent, all or nothing: enable and disable by `state`.",
                "SubscriptionChange",
                "Subscription",
                404),
            AlertOperations::change),
        new Operation(
            "removeSubscription",
            Method.DELETE,
            "/subscriptions/{subscription}",
            Role.ADMIN,
            Doc.of("Ends a subscription, with what waits for it.", "", "Subscription", 404),
            call -> result(call.alerts().remove(id(call)))),
        new Operation(
            "rotateSubscription",
            Method.POST,
            "/subscriptions/{subscription}/rotate",
            Role.ADMIN,
            Doc.of(
                "Gives a subscription a new secret and shows it, once.",
                "Nothing",
                "IssuedSubscription",
                404),
            AlertOperations::rotate),
        new Operation(
            "testSubscription",
            Method.POST,
            "/subscriptions/{subscription}/test",
            Role.OPERATE,
            Doc.of("Sends a subscription an event, to see it arrive.", "Nothing", "Delivery", 404),
            AlertOperations::test));
  }

  private static List<Operation> ofDeliveries() {
    return List.of(
        new Operation(
            "listDeliveries",
            Method.GET,
            "/deliveries",
            Role.READ,
            Doc.of("Lists what was sent or is to be, the newest first.", "", "DeliveryPage")
                .withQuery("subscription", "owner", "status", "size", "cursor"),
            AlertOperations::deliveries),
        new Operation(
            "replayDelivery",
            Method.POST,
            "/deliveries/{delivery}/replay",
            Role.OPERATE,
            Doc.of("Has a delivery that is over made again.", "Nothing", "Delivery", 404),
            AlertOperations::replay));
  }

  private static String id(ApiCall call) {
    return call.parameter("subscription");
  }

  private static Result result(Subscription subscription) {
    ObjectNode node = Shapes.object();
    AlertShapes.subscription(node, subscription);
    return Result.of(node);
  }

  private static Result result(IssuedSubscription issued) {
    ObjectNode node = Shapes.object();
    AlertShapes.subscription(node, issued.subscription());
    return Result.of(node.put("secret", issued.secret()));
  }

  private static Result result(Delivery delivery) {
    ObjectNode node = Shapes.object();
    AlertShapes.delivery(node, delivery);
    return Result.of(node);
  }

  private static Result list(ApiCall call) {
    String owner = call.asked("owner").orElse("");
    require(owner.isEmpty() || Owner.isId(owner), "owner must be own_ and 12 letters or digits");
    return Result.of(
        Shapes.page(call.alerts().list(owner, call.page()), AlertShapes::subscription));
  }

  private static Result create(ApiCall call) {
    Fields fields = call.fields("owner", "url", "events", "thresholds", "description");
    List<EventKind> kinds = kinds(fields);
    Wish wish =
        new Wish(
            fields.text("url", text -> text),
            kinds,
            Wish.thresholds(kinds, fields.numbers("thresholds")),
            fields.optionalText("description", text -> text).orElse(""));
    String owner = Reading.owner(fields);
    IssuedSubscription issued = call.alerts().create(owner == null ? "" : owner, wish);
    return result(issued).at("/subscriptions/" + issued.subscription().id());
  }

  private static List<EventKind> kinds(Fields fields) {
    return fields.texts("events", EventKind::wish);
  }

  private static Result change(ApiCall call) {
    Fields fields = call.fields("url", "events", "thresholds", "description", "state");
    List<SubscriptionChange> changes = new ArrayList<>();
    if (fields.has("url")) {
      changes.add(fields.text("url", SubscriptionChange.SetUrl::new));
    }
    if (fields.has("events") || fields.has("thresholds")) {
      changes.add(events(fields, call.alerts().get(id(call)).wish()));
    }
    if (fields.has("description")) {
      changes.add(fields.text("description", SubscriptionChange.Describe::new));
    }
    if (fields.has("state")) {
      changes.add(
          switch (fields.word("state", List.of(Subscription.State.values()))) {
            case ENABLED -> new SubscriptionChange.Enable();
            case DISABLED -> new SubscriptionChange.Disable();
          });
    }
    return result(call.alerts().change(id(call), changes));
  }

  /** What is not sent stays, as far as it goes with what is. */
  private static SubscriptionChange events(Fields fields, Wish present) {
    List<EventKind> kinds = fields.has("events") ? kinds(fields) : present.kinds();
    if (fields.has("thresholds")) {
      return new SubscriptionChange.SetEvents(kinds, fields.numbers("thresholds"));
    }
    List<Integer> kept =
        present.thresholds().isEmpty() ? Wish.THRESHOLDS_DEFAULT : present.thresholds();
    return new SubscriptionChange.SetEvents(
        kinds, kinds.contains(EventKind.LIMIT_USED) ? kept : List.of());
  }

  private static Result rotate(ApiCall call) {
    call.fields();
    return result(call.alerts().rotate(id(call)));
  }

  private static Result test(ApiCall call) {
    call.fields();
    return result(call.alerts().test(id(call)));
  }

  private static Result deliveries(ApiCall call) {
    Optional<Delivery.State> state =
        call.asked("status")
            .map(word -> Fields.word("status", word, List.of(Delivery.State.values())));
    DeliveryQuery query = new DeliveryQuery(call.asked("subscription"), call.asked("owner"), state);
    return Result.of(
        Shapes.page(call.alerts().deliveries(query, call.page()), AlertShapes::delivery));
  }

  private static Result replay(ApiCall call) {
    call.fields();
    return result(call.alerts().replay(call.parameter("delivery")));
  }
}
