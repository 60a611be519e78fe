package io.tallygate.gateway.admin;

import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.Subscription;
import io.tallygate.gateway.alert.Wish;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How subscriptions and deliveries look in JSON. */
final class AlertShapes {

  private AlertShapes() {}

  static void subscription(ObjectNode node, Subscription subscription) {
    Wish wish = subscription.wish();
    String owner = subscription.owner();
    node.put("id", subscription.id()).put("owner", owner.isEmpty() ? null : owner);
    node.put("url", wish.url());
    ArrayNode events = node.putArray("events");
    wish.kinds().forEach(kind -> events.add(kind.text()));
    ArrayNode thresholds = node.putArray("thresholds");
    wish.thresholds().forEach(thresholds::add);
    node.put("description", wish.description()).put("state", word(subscription.state()));
    node.put("secretLastFour", subscription.secretLastFour());
    node.put("created", Instant.ofEpochSecond(subscription.createdSecond()).toString());
  }

  static void delivery(ObjectNode node, Delivery delivery) {
    Delivery.Last last = delivery.last();
    node.put("id", delivery.id()).put("subscription", delivery.subscription());
    node.put("event", delivery.event()).put("state", word(delivery.state()));
    node.put("created", Instant.ofEpochMilli(delivery.createdMillis()).toString());
    node.put("attempts", last.attempts());
    node.put("due", Instant.ofEpochMilli(last.dueMillis()).toString());
    node.put("lastStatus", last.status()).put("lastError", last.error());
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
