package io.tallygate.policy.page;

import io.tallygate.limiter.LimitState;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.policy.AlgorithmWords;
import io.tallygate.policy.PolicyFile;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the page for programs. */
final class PageJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private PageJson() {}

  /** The object without its end, and its end. */
  static PageHalves halves(PolicyFile file) {
    String whole = object(json -> page(json, file));
    return new PageHalves(whole.substring(0, whole.length() - 1), "}\n");
  }

  /** One more field of the object, with the comma before it. */
  static String usage(KeyUsage usage) {
    String whole =
        object(
            json -> {
              json.writeName("usage");
              json.writeStartObject();
              usage(json, usage);
              json.writeEndObject();
            });
    return "," + whole.substring(1, whole.length() - 1);
  }

  private static String object(Consumer<JsonGenerator> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      fields.accept(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void page(JsonGenerator json, PolicyFile file) {
    json.writeStringProperty("title", file.title());
    json.writeStringProperty("contact", file.contact());
    boolean firstCall = file.policy().window() == WindowStart.FIRST_CALL;
    json.writeStringProperty("window", firstCall ? "first-call" : "clock");
    json.writeName("groups");
    json.writeStartArray();
    file.policy().all().stream().filter(Group::published).forEach(group -> group(json, group));
    json.writeEndArray();
    json.writeName("headers");
    json.writeStartArray();
    for (HeaderWords.Field field : new HeaderWords(file).fields()) {
      json.writeStartObject();
      json.writeStringProperty("name", field.name());
      json.writeStringProperty("meaning", field.meaning().replace("`", ""));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void group(JsonGenerator json, Group group) {
    json.writeStartObject();
    json.writeStringProperty("name", group.name());
    json.writeName("limits");
    json.writeStartArray();
    for (Limit limit : group.limits()) {
      json.writeStartObject();
      numbers(json, limit);
      json.writeEndObject();
    }
    json.writeEndArray();
    boolean shared = group.counter() == CounterScope.SHARED;
    json.writeStringProperty("counter", shared ? "shared" : "each-endpoint");
    endpoints(json, group.endpoints());
    json.writeStringProperty("note", group.note());
    json.writeEndObject();
  }

  /** A limit without an algorithm counts in windows; one in flight has no period. */
  private static void numbers(JsonGenerator json, Limit limit) {
    json.writeStringProperty("name", limit.name());
    json.writeNumberProperty("count", limit.count());
    switch (limit.algorithm()) {
      case FIXED_WINDOW -> period(json, limit.period().toSeconds());
      case SLIDING_WINDOW -> {
        period(json, limit.period().toSeconds());
        json.writeStringProperty("algorithm", AlgorithmWords.of(limit.algorithm()));
      }
      case SMOOTH -> {
        period(json, limit.period().toSeconds());
        json.writeStringProperty("algorithm", AlgorithmWords.of(limit.algorithm()));
        json.writeNumberProperty("burst", limit.burst());
      }
      case IN_FLIGHT -> json.writeStringProperty("algorithm", AlgorithmWords.of(limit.algorithm()));
    }
  }

  private static void period(JsonGenerator json, long seconds) {
    json.writeNumberProperty("period", seconds);
  }

  private static void endpoints(JsonGenerator json, List<Endpoint> endpoints) {
    json.writeName("endpoints");
    json.writeStartArray();
    endpoints.forEach(endpoint -> json.writeString(endpoint.toString()));
    json.writeEndArray();
  }

  private static void usage(JsonGenerator json, KeyUsage usage) {
    json.writeStringProperty("key", usage.keyId());
    json.writeNumberProperty("at", usage.atSecond());
    json.writeName("counters");
    json.writeStartArray();
    for (KeyUsage.Counter counter : usage.counters()) {
      json.writeStartObject();
      json.writeStringProperty("group", counter.group().name());
      endpoints(json, counter.endpoints());
      json.writeName("limits");
      json.writeStartArray();
      counter.limits().forEach(own -> own(json, own));
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void own(JsonGenerator json, KeyUsage.OwnLimit own) {
    LimitState state = own.state();
    json.writeStartObject();
    numbers(json, own.limit());
    json.writeNumberProperty("used", state.count() - state.remaining());
    json.writeNumberProperty("remaining", state.remaining());
    json.writeNumberProperty("reset", state.resetSecond());
    json.writeEndObject();
  }
}
