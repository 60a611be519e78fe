package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.Operation.Doc;
import io.tallygate.gateway.admin.Operation.Method;
import io.tallygate.gateway.key.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI 3.1 document: the table of operations, with the schemas of {@code openapi.json}. */
final class OpenApi {

  static final String PATH = Operation.ROOT + "/openapi.json";

  private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");

  private OpenApi() {}

  static ObjectNode document(List<Operation> operations) {
    ObjectNode document = base();
    ObjectNode paths = document.putObject("paths");
    for (Operation operation : operations) {
      ObjectNode path =
          paths.has(operation.path())
              ? (ObjectNode) paths.get(operation.path())
              : paths.putObject(operation.path());
      describe(path.putObject(operation.method().name().toLowerCase(Locale.ROOT)), operation);
    }
    return document;
  }

  private static ObjectNode base() {
    try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("document is part of the jar: file=openapi.json");
      }
      return (ObjectNode) Shapes.MAPPER.readTree(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void describe(ObjectNode node, Operation operation) {
    Doc doc = operation.doc();
    String role = operation.role().name().toLowerCase(Locale.ROOT);
    node.put("operationId", operation.id()).put("summary", doc.summary());
    node.put("description", "Needs a token with the role `" + role + "`.");
    node.put("x-role", role);
    parameters(node.putArray("parameters"), operation);
    if (!doc.request().isEmpty()) {
      ObjectNode body = node.putObject("requestBody").put("required", true);
      schema(body.putObject("content").putObject("application/json"), doc.request());
    }
    ObjectNode responses = node.putObject("responses");
    ObjectNode success = responses.putObject(Integer.toString(operation.success()));
    success.put("description", "Done.");
    headers(success.putObject("headers"), operation);
    content(success.putObject("content"), doc.response());
    for (int status : statuses(operation)) {
      String reference = status == 304 ? "NotModified" : "Problem";
      responses
          .putObject(Integer.toString(status))
          .put("$ref", "#/components/responses/" + reference);
    }
  }

  private static void content(ObjectNode content, String response) {
    if (response.equals(Doc.CSV)) {
      content.putObject(AdminApi.CSV).putObject("schema").put("type", "string");
    } else {
      schema(content.putObject("application/json"), response);
    }
  }

  private static void schema(ObjectNode media, String name) {
    media.putObject("schema").put("$ref", "#/components/schemas/" + name);
  }

  private static void parameters(ArrayNode parameters, Operation operation) {
    Matcher matcher = PARAMETER.matcher(operation.path());
    while (matcher.find()) {
      parameters.addObject().put("$ref", "#/components/parameters/path-" + matcher.group(1));
    }
    for (String name : operation.doc().query()) {
      boolean required = operation.doc().required().contains(name);
      parameters
          .addObject()
          .put("$ref", "#/components/parameters/" + (required ? "required-" : "") + name);
    }
    if (operation.isGuarded()) {
      parameters.addObject().put("$ref", "#/components/parameters/If-Match");
    }
    if (operation.method() == Method.GET) {
      parameters.addObject().put("$ref", "#/components/parameters/If-None-Match");
    }
    if (operation.method() == Method.POST) {
      parameters.addObject().put("$ref", "#/components/parameters/Idempotency-Key");
    }
  }

  private static void headers(ObjectNode headers, Operation operation) {
    if (operation.method() == Method.GET) {
      headers.putObject("ETag").put("$ref", "#/components/headers/ETag");
    }
    if (operation.success() == 201) {
      headers.putObject("Location").put("$ref", "#/components/headers/Location");
    }
    for (String name : List.of("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")) {
      headers.putObject(name).put("$ref", "#/components/headers/" + name);
    }
  }

  /** All but that of success, in order. */
  static Set<Integer> statuses(Operation operation) {
    Set<Integer> statuses = new TreeSet<>(Set.of(400, 401, 421, 429, 503));
    statuses.addAll(operation.doc().statuses());
    statuses.remove(201);
    if (operation.role() != Role.READ) {
      statuses.add(403); // every token has that one
    }
    if (operation.method() == Method.GET) {
      statuses.add(304);
    }
    if (operation.method().hasBody()) {
      statuses.addAll(Set.of(413, 415));
    }
    if (operation.method() == Method.POST) {
      statuses.add(422);
      if (operation.role() != Role.READ) { // a question changes nothing that could stand against it
        statuses.add(409);
      }
    }
    return statuses;
  }
}
