package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI file, as a judge of answers. Thread-safe. */
final class Contract {

  private static final JsonMapper MAPPER = new JsonMapper();

  static final Contract OF_THE_JAR = new Contract();

  /** One method of one path. */
  record Operation(String method, Pattern path, JsonNode responses, String id) {}

  private final ObjectNode document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
  private final List<Operation> operations;

  private Contract() {
    try (InputStream in =
        Objects.requireNonNull(Sandbox.class.getResourceAsStream("http/openapi.json"))) {
      this.document = (ObjectNode) MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.operations =
        document.get("paths").properties().stream()
            .flatMap(
                path ->
                    path.getValue().properties().stream()
                        .map(
                            operation ->
                                new Operation(
                                    operation.getKey().toUpperCase(Locale.ROOT),
                                    Pattern.compile(path.getKey().replaceAll("\\{[^}]*}", "[^/]+")),
                                    operation.getValue().get("responses"),
                                    operation.getValue().get("operationId").asString())))
            .toList();
  }

  /** Method and path to path, of each. */
  Map<String, String> operations() {
    Map<String, String> paths = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        paths.put(method.toUpperCase(Locale.ROOT) + " " + path.getKey(), path.getKey());
      }
    }
    return paths;
  }

  /** Fails unless the answer is one that the file has; of an unknown path any error is. */
  void check(String method, String path, int status, String body) {
    String counted = method.equals("HEAD") ? "GET" : method;
    Optional<Operation> found =
        operations.stream()
            .filter(it -> it.method().equals(counted) && it.path().matcher(path).matches())
            .min((a, b) -> Boolean.compare(isTemplate(a), isTemplate(b)));
    JsonNode response = found.map(it -> response(it, status)).orElse(null);
    if (response == null) {
      assertThat(status).as("%s %s is no success", method, path).isGreaterThanOrEqualTo(400);
      check("ApiError", body);
      return;
    }
    JsonNode content = response.get("content");
    if (content == null) {
      assertThat(body).as("%s %s has no body", method, path).isEmpty();
    } else {
      String reference = content.at("/application~1json/schema/$ref").asString();
      check(reference.substring(reference.lastIndexOf('/') + 1), body);
    }
  }

  private static boolean isTemplate(Operation operation) {
    return operation.path().pattern().contains("[^/]+");
  }

  private static JsonNode response(Operation operation, int status) {
    JsonNode exact = operation.responses().get(Integer.toString(status));
    if (exact == null) {
      assertThat(status).as("of %s", operation.id()).isGreaterThanOrEqualTo(400);
      return operation.responses().get("default");
    }
    return exact;
  }

  /** Fails unless the text is as this schema has it. */
  void check(String schema, String text) {
    List<Error> errors = schema(schema).validate(MAPPER.readTree(text));
    assertThat(errors).as("%s: %s", schema, text).isEmpty();
  }

  private Schema schema(String name) {
    return schemas.computeIfAbsent(
        name,
        it -> {
          ObjectNode node = MAPPER.createObjectNode();
          node.put("$ref", "#/components/schemas/" + it);
          node.set("components", document.get("components"));
          return registry.getSchema(node);
        });
  }
}
