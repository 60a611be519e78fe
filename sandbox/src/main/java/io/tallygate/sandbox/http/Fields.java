package io.tallygate.sandbox.http;

import io.tallygate.sandbox.http.ApiError.Code;
import io.tallygate.sandbox.store.Id;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a request's body. Null is as if it were not there; fields that nobody asks for are
 * ignored, for later clients send more.
 */
final class Fields {

  private final ObjectNode body;

  Fields(ObjectNode body) {
    this.body = body;
  }

  private Optional<JsonNode> present(String name) {
    JsonNode value = body.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  boolean has(String name) {
    return present(name).isPresent();
  }

  /** A text of at most max characters. */
  Optional<String> text(String name, int max) {
    Optional<JsonNode> value = present(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(text(name, value.get(), max));
  }

  private static String text(String name, JsonNode value, int max) {
    if (!value.isString()) {
      throw ApiError.invalid(name + " must be a string");
    }
    String text = value.asString();
    if (text.length() > max) {
      throw ApiError.invalid(
          "%s must have at most %s characters: length=%s".formatted(name, max, text.length()));
    }
    return text;
  }

  /** A text that must be there, and not blank. */
  String requiredText(String name, int max) {
    String text = text(name, max).orElse("");
    if (text.isBlank()) {
      throw ApiError.invalid(name + " is required");
    }
    return text;
  }

  OptionalInt integer(String name, int min, int max) {
    Optional<JsonNode> value = present(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(integer(name, value.get(), min, max));
  }

  private static int integer(String name, JsonNode value, int min, int max) {
    double number = value.isNumber() ? value.asDouble() : Double.NaN;
    if (!(number >= min && number <= max) || number != Math.rint(number)) {
      throw ApiError.invalid("%s must be a whole number from %s to %s".formatted(name, min, max));
    }
    return (int) number;
  }

  OptionalDouble number(String name, double min, double max) {
    Optional<JsonNode> value = present(name);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    double number = value.get().isNumber() ? value.get().asDouble() : Double.NaN;
    if (!(number >= min && number <= max)) {
      throw ApiError.invalid("%s must be a number from %s to %s".formatted(name, min, max));
    }
    return OptionalDouble.of(number);
  }

  /** False where it is not there. */
  boolean flag(String name) {
    Optional<JsonNode> value = present(name);
    if (value.isPresent() && !value.get().isBoolean()) {
      throw ApiError.invalid(name + " must be true or false");
    }
    return value.isPresent() && value.get().asBoolean();
  }

  <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
    Optional<JsonNode> value = present(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    for (E constant : type.getEnumConstants()) {
      if (value.get().isString() && value.get().asString().equals(constant.name())) {
        return Optional.of(constant);
      }
    }
    throw ApiError.invalid(
        "%s must be one of %s".formatted(name, Arrays.toString(type.getEnumConstants())));
  }

  Optional<String> id(String name, Id kind) {
    Optional<JsonNode> value = present(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(id(name, kind, value.get()));
  }

  private static String id(String name, Id kind, JsonNode value) {
    if (!value.isString()) {
      throw ApiError.invalid(name + " must be a string");
    }
    return requireId(name, kind, value.asString());
  }

  /**
   * An id that can be one.
   *
   * @throws ApiError if it cannot
   */
  static String requireId(String name, Id kind, String value) {
    if (!kind.matches(value)) {
      throw ApiError.of(
          Code.INVALID_ID,
          "%s must begin with %s and be as it was given".formatted(name, kind.prefix()));
    }
    return value;
  }

  String requiredId(String name, Id kind) {
    return id(name, kind).orElseThrow(() -> ApiError.invalid(name + " is required"));
  }

  List<String> ids(String name, Id kind, int max) {
    List<String> ids = new ArrayList<>();
    for (JsonNode item : array(name, 0, max)) {
      ids.add(id(name, kind, item));
    }
    return ids;
  }

  /** Texts, at least one. */
  List<String> texts(String name, int countMax, int max) {
    if (!has(name)) {
      throw ApiError.invalid(name + " is required");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : array(name, 1, countMax)) {
      texts.add(text(name, item, max));
    }
    return texts;
  }

  /** Objects; empty if it is not there. */
  List<Fields> objects(String name, int max) {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode item : array(name, 0, max)) {
      objects.add(object(name, item));
    }
    return objects;
  }

  Optional<Fields> object(String name) {
    return present(name).map(value -> object(name, value));
  }

  private static Fields object(String name, JsonNode value) {
    if (value instanceof ObjectNode object) {
      return new Fields(object);
    }
    throw ApiError.invalid(name + " must be an object");
  }

  private List<JsonNode> array(String name, int min, int max) {
    Optional<JsonNode> value = present(name);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!value.get().isArray() || value.get().size() < min || value.get().size() > max) {
      throw ApiError.invalid("%s must be an array of %s to %s".formatted(name, min, max));
    }
    return List.copyOf(value.get().values());
  }
}
