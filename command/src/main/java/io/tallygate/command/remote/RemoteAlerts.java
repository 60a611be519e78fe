package io.tallygate.command.remote;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.DeliveryQuery;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.IssuedSubscription;
import io.tallygate.gateway.alert.Subscription;
import io.tallygate.gateway.alert.SubscriptionChange;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Version;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Alerts through an admin API. Thread-safe. */
final class RemoteAlerts implements Alerts {

  private static final String PATH = "/subscriptions";

  private final Calls calls;

  RemoteAlerts(Calls calls) {
    this.calls = calls;
  }

  private static String path(String id) {
    require(Subscription.isId(id), "id must be ep_ and 16 letters or digits");
    return PATH + "/" + id;
  }

  @Override
  public IssuedSubscription create(String owner, Wish wish) {
    ObjectNode body = Calls.object().put("owner", owner.isEmpty() ? null : owner);
    body.put("url", wish.url()).put("description", wish.description());
    events(body, wish.kinds(), wish.thresholds());
    return calls.post(PATH, body, Version.ANY, AlertAnswers::issued);
  }

  private static void events(ObjectNode body, List<EventKind> kinds, List<Integer> thresholds) {
    ArrayNode names = body.putArray("events");
    kinds.forEach(kind -> names.add(kind.text()));
    ArrayNode percents = body.putArray("thresholds");
    thresholds.forEach(percents::add);
  }

  @Override
  public Page<Subscription> list(String owner, Page.Request page) {
    String of = owner.isEmpty() ? "" : "&owner=" + Calls.quoted(owner);
    return calls.get(PATH + Calls.query(page) + of, Answers.page(AlertAnswers::subscription));
  }

  @Override
  public Subscription get(String id) {
    return calls.get(path(id), AlertAnswers::subscription);
  }

  @Override
  public Subscription change(String id, List<SubscriptionChange> changes) {
    ObjectNode body = Calls.object();
    for (SubscriptionChange change : changes) {
      if (change instanceof SubscriptionChange.SetUrl set) {
        body.put("url", set.url());
      } else if (change instanceof SubscriptionChange.SetEvents set) {
        events(body, set.kinds(), set.thresholds());
      } else if (change instanceof SubscriptionChange.Describe set) {
        body.put("description", set.description());
      } else {
        body.put("state", change instanceof SubscriptionChange.Enable ? "enabled" : "disabled");
      }
    }
    return calls.patch(path(id), body, Version.ANY, AlertAnswers::subscription);
  }

  @Override
  public Subscription remove(String id) {
    return calls.delete(path(id), Version.ANY, AlertAnswers::subscription);
  }

  @Override
  public IssuedSubscription rotate(String id) {
    return calls.post(path(id) + "/rotate", Calls.object(), Version.ANY, AlertAnswers::issued);
  }

  @Override
  public Delivery test(String id) {
    return calls.post(path(id) + "/test", Calls.object(), Version.ANY, AlertAnswers::delivery);
  }

  @Override
  public Page<Delivery> deliveries(DeliveryQuery query, Page.Request page) {
    StringBuilder path = new StringBuilder("/deliveries" + Calls.query(page));
    query.subscription().ifPresent(id -> path.append("&subscription=").append(id));
    query.owner().ifPresent(id -> path.append("&owner=").append(id));
    query.state().ifPresent(one -> path.append("&status=" + one.name().toLowerCase(Locale.ROOT)));
    return calls.get(path.toString(), Answers.page(AlertAnswers::delivery));
  }

  @Override
  public Delivery replay(String id) {
    require(Delivery.isId(id), "id must be one that the list of deliveries has: msg_…-ep_…");
    return calls.post(
        "/deliveries/" + id + "/replay", Calls.object(), Version.ANY, AlertAnswers::delivery);
  }
}
