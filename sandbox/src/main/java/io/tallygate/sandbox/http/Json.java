package io.tallygate.sandbox.http;

import io.javalin.http.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON in and out. */
final class Json {

  static final String TYPE = "application/json";

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Reads an object.
   *
   * @throws ApiError if it is none
   */
  static ObjectNode read(byte[] body) {
    JsonNode node;
    try {
      node = MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw ApiError.invalid("body must be JSON");
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw ApiError.invalid("body must be a JSON object");
  }

  static void answer(Context context, int status, JsonNode body) {
    context.status(status).contentType(TYPE).result(MAPPER.writeValueAsBytes(body));
  }

  static void answer(Context context, ApiError error, @Nullable String internalCode) {
    ObjectNode body = object();
    body.put("message", String.valueOf(error.getMessage()))
        .put("code", error.code().name().toLowerCase(Locale.ROOT));
    ApiError.Requirement requirement = error.requirement();
    if (requirement != null) {
      ObjectNode node = body.putObject("requirement").put("type", requirement.type());
      ObjectNode details = node.putObject("details");
      requirement.details().forEach(details::put);
    }
    if (internalCode != null) {
      body.put("internalErrorCode", internalCode);
    }
    answer(context, error.code().status(), body);
  }
}
