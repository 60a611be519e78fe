package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.DeliveryQuery;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The webhooks by which alerts are told, and how far each has got. */
final class DeliveryPages {

  static final String PATH = Dashboard.ROOT + "/deliveries";

  private final Function<Actor, Alerts> alerts;

  DeliveryPages(Function<Actor, Alerts> alerts) {
    this.alerts = alerts;
  }

  List<Route> routes() {
    return List.of(
        Route.page("/deliveries", this::list),
        Route.action("/deliveries/{delivery}/replay", Role.OPERATE, this::replay));
  }

  /**
   * Those that were asked for.
   *
   * @param state in lower case; empty for all
   * @param subscription an id; empty for all
   */
  record Listed(List<Delivery> deliveries, String state, String subscription, Paging paging) {}

  private Alerts of(Visit visit) {
    return alerts.apply(visit.actor());
  }

  private Answer list(Visit visit) {
    String state = visit.query("state");
    String subscription = visit.query("subscription");
    DeliveryQuery query = DeliveryQuery.ALL;
    if (!state.isEmpty()) {
      query = query.withState(state(state));
    }
    if (!subscription.isEmpty()) {
      query = query.withSubscription(subscription);
    }
    Page<Delivery> page = of(visit).deliveries(query, visit.page());
    Listed listed =
        new Listed(
            page.items(),
            state,
            subscription,
            Paging.of(
                visit, PATH, Map.of("state", state, "subscription", subscription), page.next()));
    return Framed.page(
        "Deliveries",
        Section.DELIVERIES,
        (frame, out) -> JtedeliveriesGenerated.render(out, Html.PLAIN, frame, listed));
  }

  private static Delivery.State state(String word) {
    return Arrays.stream(Delivery.State.values())
        .filter(state -> Words.lower(state).equals(word))
        .findFirst()
        .orElseThrow(() -> new Refusal(400, "A state is pending, delivered or dead."));
  }

  private Answer replay(Visit visit) {
    String id = visit.parameter("delivery");
    if (!Delivery.isId(id)) {
      throw new Refusal(404, "There is no such delivery.");
    }
    of(visit).replay(id);
    return Answer.done(PATH, "The delivery is made again; its receiver sees the same id.");
  }
}
