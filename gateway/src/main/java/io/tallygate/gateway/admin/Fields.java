package io.tallygate.gateway.admin;

import io.tallygate.policy.yaml.Nearest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fields of a JSON object that was sent; each complaint names the field. */
final class Fields {

  private static final int DEPTH_MAX = 8;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode object;
  private final String place;

  private Fields(JsonNode object, String place) {
    this.object = object;
    this.place = place;
  }

  /**
   * Reads a body.
   *
   * @param known all fields that there are
   */
  static Fields parse(String body, List<String> known) {
    JsonNode node;
    try {
      node = MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw ApiProblem.ofField(
          "", "body must be one JSON object: " + place(e)); // its message repeats the body
    }
    return of(node, "", known);
  }

  private static String place(JacksonException e) {
    var at = e.getLocation();
    return at == null ? "empty" : "line=%s column=%s".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static Fields of(JsonNode node, String place, List<String> known) {
    if (!node.isObject()) {
      String what = place.isEmpty() ? "body" : place.substring(0, place.length() - 1);
      throw ApiProblem.ofField(place.isEmpty() ? "" : what, what + " must be a JSON object");
    }
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw ApiProblem.ofField(
            place + shown(name), "no such field: field=" + place + shown(name) + hint(name, known));
      }
    }
    return new Fields(node, place);
  }

  private static String hint(String name, List<String> known) {
    return Nearest.hintOrAll(name, known);
  }

  /** A name that is not known may be anything, a secret too. */
  private static String shown(String name) {
    return name.matches("[A-Za-z][A-Za-z_-]{0,30}") ? name : "…";
  }

  boolean has(String name) {
    return object.has(name);
  }

  /** Whether it is missing or null. */
  boolean isNull(String name) {
    return !object.has(name) || object.get(name).isNull();
  }

  /** What is to be thrown when a field breaks a rule that is not ours. */
  ApiProblem refused(String name, String message) {
    return ApiProblem.ofField(place + name, message);
  }

  private ApiProblem bad(String name, String rule) {
    return ApiProblem.ofField(place + name, place + name + " must be " + rule);
  }

  /** What a text means; what the reader refuses is said of the field. */
  <T> T text(String name, Function<String, T> reader) {
    JsonNode value = object.get(name);
    if (value == null || !value.isString()) {
      throw bad(name, "a text");
    }
    return read(name, value.stringValue(), reader);
  }

  /** Empty where it is missing or null. */
  <T> Optional<T> optionalText(String name, Function<String, T> reader) {
    return isNull(name) ? Optional.empty() : Optional.of(text(name, reader));
  }

  private <V, T> T read(String name, V value, Function<V, T> reader) {
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw ApiProblem.ofField(place + name, String.valueOf(e.getMessage()));
    }
  }

  /** A word of an enumeration, in small letters. */
  <E extends Enum<E>> E word(String name, List<E> allowed) {
    return text(name, text -> word(place + name, text, allowed));
  }

  static <E extends Enum<E>> E word(String field, String text, List<E> allowed) {
    List<String> words = allowed.stream().map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
    int index = words.indexOf(text);
    if (index < 0) {
      throw ApiProblem.ofField(
          field, field + " must be " + String.join(", ", words) + ": " + field + "=" + shown(text));
    }
    return allowed.get(index);
  }

  /** A whole number. */
  <T> T number(String name, Function<Long, T> reader) {
    JsonNode value = object.get(name);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      throw bad(name, "a whole number");
    }
    return read(name, value.longValue(), reader);
  }

  /** A factor with at most three decimals, in thousandths. */
  <T> T thousandths(String name, Function<Long, T> reader) {
    JsonNode value = object.get(name);
    if (value == null || !value.isNumber()) {
      throw bad(name, "a number");
    }
    try {
      return read(name, value.decimalValue().movePointRight(3).longValueExact(), reader);
    } catch (ArithmeticException e) {
      throw bad(name, "a number with at most 3 decimals");
    }
  }

  /** Unix seconds of an RFC 3339 time; the other value where it is missing or null. */
  long second(String name, long otherwise) {
    return optionalText(name, text -> second(place + name, text)).orElse(otherwise);
  }

  private static long second(String field, String text) {
    try {
      Instant instant =
          text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
      if (instant.getNano() == 0) {
        return instant.getEpochSecond();
      }
    } catch (DateTimeException e) {
      // The same rule is broken.
    }
    throw ApiProblem.ofField(
        field, field + " must be a time in whole seconds, such as 2027-03-31T18:00:00Z");
  }

  /** An object whose values are texts; empty where it is missing. */
  Map<String, String> texts(String name) {
    Map<String, String> texts = new TreeMap<>();
    if (isNull(name)) {
      return texts;
    }
    JsonNode value = object.get(name);
    if (!value.isObject()) {
      throw bad(name, "a JSON object of texts");
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (!entry.getValue().isString()) {
        throw bad(name, "a JSON object of texts");
      }
      texts.put(entry.getKey(), entry.getValue().stringValue());
    }
    return texts;
  }

  /** A list of texts, as each is meant; empty where it is missing. */
  <T> List<T> texts(String name, Function<String, T> reader) {
    List<T> list = new ArrayList<>();
    for (JsonNode value : array(name)) {
      if (!value.isString()) {
        throw bad(name, "a list of texts");
      }
      list.add(read(name, value.stringValue(), reader));
    }
    return list;
  }

  /** A list of whole numbers; empty where it is missing. */
  List<Integer> numbers(String name) {
    List<Integer> list = new ArrayList<>();
    for (JsonNode value : array(name)) {
      if (!value.isIntegralNumber() || !value.canConvertToInt()) {
        throw bad(name, "a list of whole numbers");
      }
      list.add(value.intValue());
    }
    return list;
  }

  private Iterable<JsonNode> array(String name) {
    if (isNull(name)) {
      return List.of();
    }
    if (!object.get(name).isArray()) {
      throw bad(name, "a list");
    }
    return object.get(name);
  }

  /** A list of objects; empty where it is missing. */
  List<Fields> objects(String name, List<String> known) {
    List<Fields> list = new ArrayList<>();
    if (isNull(name)) {
      return list;
    }
    JsonNode value = object.get(name);
    if (!value.isArray()) {
      throw bad(name, "a list");
    }
    for (int i = 0; i < value.size(); i++) {
      list.add(of(value.get(i), "%s%s[%s].".formatted(place, name, i), known));
    }
    return list;
  }
}
