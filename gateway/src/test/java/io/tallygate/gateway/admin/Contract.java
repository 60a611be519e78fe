package io.tallygate.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tallygate.testing.RawClient.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the OpenAPI document promises, held against what is sent. Notes what was seen. */
final class Contract {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String PROBLEM = "application/problem+json";

  private final JsonNode document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
  private final Set<String> seen = new ConcurrentSkipListSet<>();

  Contract(String document) {
    this.document = JSON.readTree(document);
  }

  /** Operations and statuses, such as {@code createKey 201}. */
  Set<String> seen() {
    return seen;
  }

  /** An answer must be one that the document has; a request that was done must be one too. */
  void check(ApiRequest request, Response response) {
    String place = request.method() + " " + request.path() + " " + response.status();
    if (!request.place().startsWith("/v1/") || request.place().equals(OpenApi.PATH)) {
      return;
    }
    JsonNode path = path(request.place());
    JsonNode operation = path.path(method(request));
    if (operation.isMissingNode()) {
      int expected = path.isMissingNode() ? 404 : 405;
      assertThat(response.status()).as("no such operation: %s", place).isEqualTo(expected);
      requireValid(place, "Problem", response.body());
      return;
    }
    JsonNode documented = operation.at("/responses/" + response.status());
    assertThat(documented.isMissingNode()).as("status is not documented: %s", place).isFalse();
    check(place, resolved(documented), new Seen(request.method(), response));
    seen.add(operation.get("operationId").stringValue() + " " + response.status());
    if (response.status() < 300) {
      checkRequest(place, operation, request);
    }
  }

  private record Seen(String method, Response response) {}

  private static String method(ApiRequest request) {
    return request.method().equals("HEAD") ? "get" : request.method().toLowerCase(Locale.ROOT);
  }

  private void check(String place, JsonNode documented, Seen seen) {
    Response response = seen.response();
    for (Map.Entry<String, JsonNode> header : documented.path("headers").properties()) {
      JsonNode promised = resolved(header.getValue());
      String value = response.field(header.getKey());
      assertThat(value).as("%s of %s", header.getKey(), place).isNotEmpty();
      if (promised.at("/schema/type").stringValue().equals("integer")) {
        assertThat(value).as("%s of %s", header.getKey(), place).matches("[0-9]+");
      }
    }
    assertThat(response.field("Cache-Control")).as(place).isEqualTo("no-store");
    if (!documented.has("content")) {
      assertThat(response.body()).as(place).isEmpty();
      return;
    }
    Map.Entry<String, JsonNode> content = documented.get("content").properties().iterator().next();
    assertThat(response.field("Content-Type")).as(place).isEqualTo(content.getKey());
    if (seen.method().equals("HEAD") || content.getKey().equals(AdminApi.CSV)) {
      return; // what stands in lines is looked at where they are made
    }
    requireValid(place, name(content.getValue().get("schema")), response.body());
    if (content.getKey().equals(PROBLEM)) {
      JsonNode problem = JSON.readTree(response.body());
      assertThat(problem.get("status").intValue()).as(place).isEqualTo(response.status());
    }
  }

  private void checkRequest(String place, JsonNode operation, ApiRequest request) {
    JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
    if (schema.isMissingNode()) {
      assertThat(request.body()).as("body of %s", place).isEmpty();
    } else {
      requireValid(place, name(schema), request.body());
    }
    for (JsonNode one : operation.path("parameters")) {
      JsonNode parameter = resolved(one);
      if (parameter.get("in").stringValue().equals("query")
          && parameter.path("required").asBoolean(false)) {
        assertThat(request.path()).as(place).contains(parameter.get("name").stringValue() + "=");
      }
    }
  }

  private JsonNode path(String place) {
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      String pattern =
          Pattern.compile("\\{[a-z]+}").matcher("/v1" + path.getKey()).replaceAll("[^/]+");
      if (place.matches(pattern) && !isTaken(place, path.getKey())) {
        return path.getValue();
      }
    }
    return JSON.missingNode();
  }

  /** Whether another path has this very place, without a parameter. */
  private boolean isTaken(String place, String path) {
    return path.contains("{") && document.get("paths").has(place.substring("/v1".length()));
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").stringValue().substring(1)) : node;
  }

  private static String name(JsonNode schema) {
    String reference = schema.get("$ref").stringValue();
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  /** Requires that a text is what a schema of the document says. */
  void requireValid(String place, String name, String body) {
    JsonNode value = JSON.readTree(body);
    List<Error> errors =
        schemas
            .computeIfAbsent(name, this::schema)
            .validate(
                value,
                (ExecutionContext context) ->
                    context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    assertThat(errors).as("%s must be a %s: %s", place, name, body).isEmpty();
  }

  private Schema schema(String name) {
    ObjectNode schema = JSON.createObjectNode().put("$ref", "#/components/schemas/" + name);
    schema.set("components", document.get("components"));
    return registry.getSchema(schema.toString());
  }
}
