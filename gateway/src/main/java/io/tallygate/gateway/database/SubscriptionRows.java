package io.tallygate.gateway.database;

import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.DeliveryQuery;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.Subscription;
import io.tallygate.gateway.alert.SubscriptionChange;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.key.Page;
import io.tallygate.webhooks.DeliveryId;
import io.tallygate.webhooks.Endpoint;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What webhooks keep, as alerts name it, and the other way round. */
final class SubscriptionRows {

  private SubscriptionRows() {}

  static String scope(String owner) {
    return owner.isEmpty() ? AlertTable.OPERATOR : owner;
  }

  static io.tallygate.webhooks.Subscription of(Wish wish) {
    return new io.tallygate.webhooks.Subscription(
        wish.url(), wish.eventNames(), wish.description());
  }

  static Subscription read(Endpoint endpoint) {
    io.tallygate.webhooks.Subscription kept = endpoint.subscription();
    String description = kept.description();
    return new Subscription(
        endpoint.id(),
        endpoint.owner().equals(AlertTable.OPERATOR) ? "" : endpoint.owner(),
        Wish.ofNames(kept.url(), kept.events(), description == null ? "" : description),
        switch (endpoint.state()) {
          case ENABLED -> Subscription.State.ENABLED;
          case DISABLED -> Subscription.State.DISABLED;
        },
        endpoint.secret().lastFour(),
        endpoint.created().getEpochSecond());
  }

  static Wish changed(Wish wish, SubscriptionChange change) {
    if (change instanceof SubscriptionChange.SetUrl set) {
      return new Wish(set.url(), wish.kinds(), wish.thresholds(), wish.description());
    } else if (change instanceof SubscriptionChange.SetEvents set) {
      return new Wish(wish.url(), set.kinds(), set.thresholds(), wish.description());
    } else if (change instanceof SubscriptionChange.Describe set) {
      return new Wish(wish.url(), wish.kinds(), wish.thresholds(), set.description());
    }
    return wish;
  }

  /** For the audit. A URL may bear what only its receiver knows: only where it leads is kept. */
  static Map<String, Object> state(Subscription subscription) {
    Map<String, Object> state = new LinkedHashMap<>();
    Wish wish = subscription.wish();
    URI url = URI.create(wish.url());
    state.put("owner", subscription.owner().isEmpty() ? null : subscription.owner());
    state.put("receiver", url.getScheme() + "://" + url.getRawAuthority());
    state.put("events", wish.kinds().stream().map(EventKind::text).toList());
    state.put("thresholds", wish.thresholds());
    state.put("description", wish.description());
    state.put("state", Pages.folded(subscription.state().name()));
    state.put("secretLastFour", subscription.secretLastFour());
    return state;
  }

  static String text(DeliveryId id) {
    return id.messageId() + "-" + id.endpointId();
  }

  static DeliveryId delivery(String id) {
    int dash = id.indexOf('-');
    return new DeliveryId(id.substring(0, dash), id.substring(dash + 1));
  }

  static Delivery read(io.tallygate.webhooks.Delivery kept) {
    io.tallygate.webhooks.Delivery.Progress progress = kept.progress();
    return new Delivery(
        text(new DeliveryId(kept.messageId(), kept.endpointId())),
        kept.endpointId(),
        kept.event(),
        Delivery.State.valueOf(kept.state().name()),
        kept.created().toEpochMilli(),
        new Delivery.Last(
            progress.attempts(),
            progress.due().toEpochMilli(),
            progress.lastStatus(),
            progress.lastError()));
  }

  static Optional<io.tallygate.webhooks.Delivery.State> state(DeliveryQuery query) {
    return query.state().map(one -> io.tallygate.webhooks.Delivery.State.valueOf(one.name()));
  }

  /** Rows behind those that were skipped, of which one more was asked for than fits. */
  static <R, T> Page<T> page(List<R> rows, Page.Request page, Function<R, T> read) {
    boolean more = rows.size() > page.size();
    List<T> items = rows.stream().limit(page.size()).map(read).toList();
    return new Page<>(items, more ? Page.Request.cursorAfter(page.after(0) + page.size()) : "");
  }
}
