package io.tallygate.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Writes the tables of {@code docs/reference/admin-api.md} from the OpenAPI document that a server
 * serves; what stands before them is written by hand.
 */
final class AdminApiPage {

  /** With this the tables begin. */
  static final String BEGIN = "## Operations\n";

  private static final String REFERENCE = "$ref";

  private final JsonNode document;
  private final StringBuilder page = new StringBuilder();

  private AdminApiPage(JsonNode document) {
    this.document = document;
  }

  static String of(JsonNode document) {
    AdminApiPage page = new AdminApiPage(document);
    page.head();
    page.operations();
    page.schemas();
    return page.page.toString();
  }

  private void head() {
    page.append(
        """
        ## Operations

        | operation | role | what it does | query | body | answer |
        |---|---|---|---|---|---|
        """);
  }

  private void operations() {
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(one -> operation(one.getKey(), path.getKey(), one.getValue())));
  }

  private void operation(String method, String path, JsonNode operation) {
    page.append(
        "| `%s /v1%s` | %s | %s | %s | %s | %s |%n"
            .formatted(
                method.toUpperCase(Locale.ROOT),
                path,
                operation.get("x-role").asString(),
                operation.get("summary").asString(),
                String.join(", ", query(operation)),
                schema(operation.path("requestBody")),
                answer(operation.get("responses"))));
  }

  private List<String> query(JsonNode operation) {
    List<String> names = new ArrayList<>();
    for (JsonNode given : operation.path("parameters")) {
      JsonNode parameter = document.at(given.get(REFERENCE).asString().substring(1));
      if ("query".equals(parameter.get("in").asString())) {
        boolean isRequired = parameter.path("required").asBoolean(false);
        names.add("`" + parameter.get("name").asString() + "`" + (isRequired ? "" : "?"));
      }
    }
    return names;
  }

  private static String answer(JsonNode responses) {
    for (String status : List.of("200", "201")) {
      if (responses.has(status)) {
        return status + " " + schema(responses.get(status));
      }
    }
    throw new IllegalStateException("an operation has no success");
  }

  private static String schema(JsonNode body) {
    String reference = body.at("/content/application~1json/schema/" + REFERENCE).asString("");
    return reference.isEmpty() ? "" : link(reference);
  }

  private static String link(String reference) {
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    return "[%s](#%s)".formatted(name, name.toLowerCase(Locale.ROOT));
  }

  private void schemas() {
    page.append("\n## Bodies\n\nA field with `?` may be left out.\n");
    document
        .at("/components/schemas")
        .properties()
        .forEach(schema -> schema(schema.getKey(), schema.getValue()));
  }

  private void schema(String name, JsonNode schema) {
    page.append("\n### ").append(name).append("\n\n");
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(one -> required.add(one.asString()));
    page.append("| field | type | meaning |\n|---|---|---|\n");
    schema
        .path("properties")
        .properties()
        .forEach(
            field ->
                page.append(
                    "| `%s`%s | %s | %s |%n"
                        .formatted(
                            field.getKey(),
                            required.contains(field.getKey()) ? "" : "?",
                            type(field.getValue()),
                            field.getValue().path("description").asString(""))));
  }

  private static String type(JsonNode schema) {
    if (schema.has(REFERENCE)) {
      return link(schema.get(REFERENCE).asString());
    }
    if (schema.has("items")) {
      return "list of " + type(schema.get("items"));
    }
    if (schema.has("enum")) {
      List<String> words = new ArrayList<>();
      schema
          .get("enum")
          .forEach(word -> words.add(word.isNull() ? "null" : "`" + word.asString() + "`"));
      return String.join(", ", words);
    }
    JsonNode type = schema.path("type");
    List<String> types = new ArrayList<>();
    if (type.isArray()) {
      type.forEach(one -> types.add(one.asString()));
    } else {
      types.add(type.asString("any"));
    }
    return String.join(" or ", types);
  }
}
