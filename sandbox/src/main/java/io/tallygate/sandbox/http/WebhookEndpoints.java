package io.tallygate.sandbox.http;

import io.javalin.http.Context;
import io.tallygate.sandbox.http.Callers.Caller;
import io.tallygate.sandbox.store.Id;
import io.tallygate.sandbox.store.Refusal;
import io.tallygate.sandbox.store.Refusal.Reason;
import io.tallygate.webhooks.Endpoint.State;
import io.tallygate.webhooks.Subscription;
import io.tallygate.webhooks.Webhooks;
import io.tallygate.webhooks.destination.TargetException;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The three endpoints of webhooks. */
final class WebhookEndpoints {

  static final List<String> EVENTS =
      List.of(
          "tool_execution.succeeded",
          "tool_execution.failed",
          "tool_execution.cancelled",
          "file.upload.completed",
          "file.upload.failed",
          "file.playback_ready",
          "file.download_ready",
          "file.analysis_completed",
          "file.analysis_failed");

  private static final int URL_MAX = 2_000;
  private static final int EVENT_MAX = 100;
  private static final String ENDPOINT = "endpointId";

  private final Webhooks webhooks;

  WebhookEndpoints(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.get("/v1/webhooks/endpoints", this::list),
        Endpoint.post("/v1/webhooks/endpoints", this::create),
        Endpoint.delete("/v1/webhooks/endpoints/{endpointId}", this::delete));
  }

  private void list(Context context, Caller caller) {
    List<io.tallygate.webhooks.Endpoint> endpoints = webhooks.list(caller.member().team());
    Json.answer(
        context, 200, Page.of(context).show("endpoints", endpoints, WebhookEndpoints::show));
  }

  private static ObjectNode show(io.tallygate.webhooks.Endpoint endpoint) {
    ObjectNode node =
        Json.object().put(ENDPOINT, endpoint.id()).put("url", endpoint.subscription().url());
    ArrayNode events = node.putArray("events");
    endpoint.subscription().events().forEach(events::add);
    return node.put("description", endpoint.subscription().description())
        .put("createdAt", endpoint.created().toEpochMilli() / 1_000.0)
        .put("signingSecretLast4", endpoint.secret().lastFour())
        .put("isDisabled", endpoint.state() == State.DISABLED);
  }

  private void create(Context context, Caller caller) {
    Fields fields = Body.fields(context);
    String url = fields.requiredText("url", URL_MAX);
    List<String> events = fields.texts("events", EVENTS.size(), EVENT_MAX);
    for (String event : events) {
      if (!EVENTS.contains(event)) {
        throw ApiError.invalid("events must be of " + EVENTS);
      }
    }
    String description = fields.text("description", Subscription.DESCRIPTION_MAX).orElse(null);
    io.tallygate.webhooks.Endpoint made;
    try {
      made = webhooks.create(caller.member().team(), new Subscription(url, events, description));
    } catch (TargetException | IllegalArgumentException e) {
      throw ApiError.invalid(String.valueOf(e.getMessage()));
    }
    Json.answer(context, 201, show(made).put("signingSecret", made.secret().text()));
  }

  private void delete(Context context, Caller caller) {
    String id = Fields.requireId(ENDPOINT, Id.ENDPOINT, context.pathParam(ENDPOINT));
    if (!webhooks.delete(caller.member().team(), id)) {
      throw new Refusal(Reason.NOT_FOUND, "endpoint is not there: endpointId=" + id);
    }
    context.status(204);
  }
}
