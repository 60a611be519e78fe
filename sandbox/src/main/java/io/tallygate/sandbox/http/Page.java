package io.tallygate.sandbox.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which part of a list is asked for. Lists are whole, as they were in May; who sends {@code limit}
 * or {@code cursor} gets pages.
 *
 * @param before only what has a smaller number
 * @param max so many at most
 */
record Page(long before, int max) {

  /** A list that is asked for as a whole has at most this many. */
  static final int WHOLE_MAX = 10_000;

  static final int LIMIT_MAX = 200;
  private static final int LIMIT_USUAL = 50;
  private static final String CURSOR = "c1:";

  static Page of(Context context) {
    String limit = context.queryParam("limit");
    String cursor = context.queryParam("cursor");
    if (limit == null && cursor == null) {
      return new Page(Long.MAX_VALUE, WHOLE_MAX);
    }
    return new Page(
        cursor == null ? Long.MAX_VALUE : before(cursor),
        limit == null ? LIMIT_USUAL : limit(limit));
  }

  private static int limit(String text) {
    int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > LIMIT_MAX) {
      throw ApiError.invalid("limit must be a whole number from 1 to " + LIMIT_MAX);
    }
    return limit;
  }

  private static long before(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      if (text.matches(CURSOR + "[0-9]{1,18}")) {
        return Long.parseLong(text.substring(CURSOR.length()));
      }
    } catch (IllegalArgumentException e) {
      // As one that was never ours.
    }
    throw ApiError.invalid("cursor must be the nextCursor of an answer");
  }

  /** One more than is shown, to know whether there are more. */
  int wanted() {
    return max + 1;
  }

  /**
   * The answer.
   *
   * @param found {@link #wanted} of them at most
   * @param number by which they are in falling order
   */
  <T> ObjectNode show(
      String name, List<T> found, ToLongFunction<T> number, Function<T, JsonNode> shape) {
    ObjectNode node = Json.object();
    ArrayNode array = node.putArray(name);
    found.stream().limit(max).map(shape).forEach(array::add);
    boolean hasMore = found.size() > max;
    node.put("hasMore", hasMore);
    node.put("nextCursor", hasMore ? cursor(number.applyAsLong(found.get(max - 1))) : null);
    return node;
  }

  private static String cursor(long number) {
    byte[] text = (CURSOR + number).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  /** The part of a list that is in memory as a whole, in its own order. */
  <T> ObjectNode show(String name, List<T> all, Function<T, JsonNode> shape) {
    // Numbered from its end, for numbers fall.
    int from = before == Long.MAX_VALUE ? 0 : (int) Math.max(0, all.size() - before);
    List<T> found = all.subList(Math.min(from, all.size()), all.size());
    int size = all.size();
    ObjectNode node = Json.object();
    ArrayNode array = node.putArray(name);
    found.stream().limit(max).map(shape).forEach(array::add);
    boolean hasMore = found.size() > max;
    node.put("hasMore", hasMore);
    node.put("nextCursor", hasMore ? cursor(size - from - max) : null);
    return node;
  }
}
