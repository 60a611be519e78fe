package io.tallygate.command;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code --json} prints. */
final class Json {

  static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  static String text(JsonNode node) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
  }
}
