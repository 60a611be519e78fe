package io.tallygate.command.probe;

import io.tallygate.command.probe.Fields.Field;
import java.util.List;

/**
 * One request of a probe.
 *
 * @param method {@code GET} or {@code HEAD}, never another
 * @param path with its query, beginning with a slash
 * @param conditions fields that ask for a 304
 */
public record Request(Purpose purpose, String method, String path, List<Field> conditions) {

  /** What a request is to show. */
  public enum Purpose {
    /** How an endpoint's counter stands, by a plain GET. */
    LOOK,
    /** Whether HEAD costs. */
    HEAD,
    /** Whether a 404 costs. */
    MISSING,
    /** Whether a 304 costs. */
    UNCHANGED,
    /** What is said to a caller without a key. */
    NO_KEY
  }

  public Request {
    conditions = List.copyOf(conditions);
    if (!method.equals("GET") && !method.equals("HEAD")) {
      throw new IllegalArgumentException("method must be GET or HEAD: method=" + method);
    }
  }

  static Request look(String path) {
    return new Request(Purpose.LOOK, "GET", path, List.of());
  }

  static Request head(String path) {
    return new Request(Purpose.HEAD, "HEAD", path, List.of());
  }

  static Request missing(String path) {
    return new Request(Purpose.MISSING, "GET", path, List.of());
  }

  static Request unchanged(String path, Field condition) {
    return new Request(Purpose.UNCHANGED, "GET", path, List.of(condition));
  }

  static Request noKey(String path) {
    return new Request(Purpose.NO_KEY, "GET", path, List.of());
  }

  /** Whether it carries the key. */
  boolean hasKey() {
    return purpose != Purpose.NO_KEY;
  }
}
