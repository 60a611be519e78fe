package io.tallygate.videogen;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON in and out. Fields and words of later versions of the API are no error. */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              it -> it.withValueInclusion(JsonInclude.Include.NON_EMPTY))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
          .build();

  private Json() {}

  static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  static JsonNode tree(byte[] bytes) throws IOException {
    try {
      return MAPPER.readTree(bytes);
    } catch (JacksonException e) {
      throw new IOException("answer must be JSON: bytes=" + bytes.length, e);
    }
  }

  static <T> T read(JsonNode node, Class<T> type) throws IOException {
    String message = "answer must be what the API documents: " + type.getSimpleName();
    if (!node.isObject()) {
      throw new IOException(message);
    }
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JacksonException e) {
      throw new IOException(message, e);
    }
  }
}
