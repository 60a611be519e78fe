package io.tallygate.gateway.admin;

import io.tallygate.gateway.key.Role;
import java.util.List;

/**
 * One thing that the admin API does: the route, who may, what the OpenAPI document says of it, and
 * the work itself.
 *
 * @param id its name in the document, such as {@code createKey}
 * @param path behind {@code /v1}, with parameters as {@code {key}}
 * @param role the least that is needed
 */
record Operation(String id, Method method, String path, Role role, Doc doc, Work work) {

  static final String ROOT = "/v1";

  enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;

    /** Whether a request has a body. */
    boolean hasBody() {
      return this == POST || this == PUT || this == PATCH;
    }
  }

  /**
   * What the document says.
   *
   * @param summary one sentence
   * @param request the schema of the body; empty without one
   * @param response the schema of the answer
   * @param query the names of all query parameters
   * @param required those of them that must be sent
   * @param statuses beside those that follow from the rest
   */
  record Doc(
      String summary,
      String request,
      String response,
      List<String> query,
      List<String> required,
      List<Integer> statuses) {

    /** In place of a schema: the answer is CSV. */
    static final String CSV = "text/csv";

    Doc {
      query = List.copyOf(query);
      required = List.copyOf(required);
      statuses = List.copyOf(statuses);
    }

    static Doc of(String summary, String request, String response, Integer... statuses) {
      return new Doc(summary, request, response, List.of(), List.of(), List.of(statuses));
    }

    Doc withQuery(String... names) {
      return new Doc(summary, request, response, List.of(names), required, statuses);
    }

    /** With query parameters that must all be sent. */
    Doc withRequired(String... names) {
      return new Doc(summary, request, response, List.of(names), List.of(names), statuses);
    }
  }

  /** Does it. */
  interface Work {
    Result of(ApiCall call);
  }

  /** Work that waits for another process, which sees only what is committed. */
  interface WaitingWork extends Work {}

  /** Whether its changes can be made one with keeping its answer. */
  boolean isOneTransaction() {
    return !(work instanceof WaitingWork);
  }

  /** Whether a state that was seen can be named, and is held to. */
  boolean isGuarded() {
    return doc.statuses().contains(412);
  }

  /** The status when it is done: what is made has its own place. */
  int success() {
    return doc.statuses().contains(201) ? 201 : 200;
  }

  String fullPath() {
    return ROOT + path;
  }
}
