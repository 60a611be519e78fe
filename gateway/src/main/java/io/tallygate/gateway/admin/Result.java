package io.tallygate.gateway.admin;

import io.tallygate.gateway.key.Version;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an operation answers when it is done.
 *
 * @param version of the one thing that the body shows; empty for lists
 * @param location where what was made is from now on; empty if nothing was made
 */
record Result(ObjectNode body, Optional<Version> version, String location) {

  static Result of(ObjectNode body) {
    return new Result(body, Optional.empty(), "");
  }

  static Result of(ObjectNode body, Version version) {
    return new Result(body, Optional.of(version), "");
  }

  Result at(String place) {
    return new Result(body, version, Operation.ROOT + place);
  }
}
