package io.tallygate.gateway.admin;

import io.tallygate.gateway.key.Version;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * What an operation answers when it is done.
 *
 * @param version of the one thing that the body shows; empty for lists
 * @param body an object; a text is CSV
 * @param location where what was made is from now on; of CSV the cursor of what follows; else empty
 */
record Result(JsonNode body, Optional<Version> version, String location) {

  static Result of(ObjectNode body) {
    return new Result(body, Optional.empty(), "");
  }

  static Result of(ObjectNode body, Version version) {
    return new Result(body, Optional.of(version), "");
  }

  /**
   * Rows.
   *
   * @param next the cursor of those that follow; empty if none do
   */
  static Result csv(String text, String next) {
    return new Result(StringNode.valueOf(text), Optional.empty(), next);
  }

  boolean isCsv() {
    return body.isString();
  }

  Result at(String place) {
    return new Result(body, version, Operation.ROOT + place);
  }
}
