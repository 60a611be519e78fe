package io.tallygate.command.remote;

import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.IssuedSubscription;
import io.tallygate.gateway.alert.Subscription;
import io.tallygate.gateway.alert.Wish;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads what an admin API answers of alerts. */
final class AlertAnswers {

  private AlertAnswers() {}

  static Subscription subscription(JsonNode node) {
    JsonNode owner = node.get("owner");
    return new Subscription(
        text(node, "id"),
        owner.isNull() ? "" : owner.asString(),
        new Wish(
            text(node, "url"),
            Answers.list(node, "events", one -> EventKind.byText(one.asString()).orElseThrow()),
            Answers.list(node, "thresholds", JsonNode::asInt),
            text(node, "description")),
        Subscription.State.valueOf(word(node)),
        text(node, "secretLastFour"),
        Instant.parse(text(node, "created")).getEpochSecond());
  }

  static IssuedSubscription issued(JsonNode node) {
    return new IssuedSubscription(subscription(node), text(node, "secret"));
  }

  static Delivery delivery(JsonNode node) {
    JsonNode status = node.get("lastStatus");
    JsonNode error = node.get("lastError");
    return new Delivery(
        text(node, "id"),
        text(node, "subscription"),
        text(node, "event"),
        Delivery.State.valueOf(word(node)),
        millis(node, "created"),
        new Delivery.Last(
            node.get("attempts").asInt(),
            millis(node, "due"),
            status.isNull() ? null : status.asInt(),
            error.isNull() ? null : error.asString()));
  }

  private static String text(JsonNode node, String name) {
    return node.get(name).asString();
  }

  private static String word(JsonNode node) {
    return text(node, "state").toUpperCase(Locale.ROOT);
  }

  private static long millis(JsonNode node, String name) {
    return Instant.parse(text(node, name)).toEpochMilli();
  }
}
