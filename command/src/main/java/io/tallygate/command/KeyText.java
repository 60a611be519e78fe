package io.tallygate.command;

import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.Life;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keys as the commands print them.
 *
 * @param nowSecond at which their states are told, Unix seconds
 */
record KeyText(long nowSecond) {

  Paging.Print<ApiKey> list() {
    List<String> head =
        List.of("ID", "ENDS IN", "CREATED", "LAST USED", "STATE", "OWNER", "PLAN", "NAME");
    return new Paging.Print<>(head, this::row, this::json);
  }

  private List<String> row(ApiKey key) {
    Life life = key.life();
    return List.of(
        key.id(),
        orDash(key.lastFour()),
        Moments.text(life.createdSecond()),
        life.lastUsedSecond() == Life.UNUSED ? "-" : Moments.text(life.lastUsedSecond()),
        state(key),
        orDash(key.standing().owner()),
        orDash(key.standing().plan()),
        key.name());
  }

  JsonNode json(ApiKey key) {
    return object(key);
  }

  ObjectNode object(ApiKey key) {
    Life life = key.life();
    ObjectNode node =
        Json.MAPPER
            .createObjectNode()
            .put("id", key.id())
            .put("name", key.name())
            .put("lastFour", key.lastFour())
            .put("created", Moments.text(life.createdSecond()))
            .put("state", state(key));
    putIfSet(node, "owner", key.standing().owner());
    putIfSet(node, "plan", key.standing().plan());
    if (life.expirySecond() != Life.NO_END) {
      node.put("expires", Moments.text(life.expirySecond()));
    }
    if (life.lastUsedSecond() != Life.UNUSED) {
      node.put("lastUsed", Moments.text(life.lastUsedSecond()));
    }
    putMetadata(node, key.description().metadata());
    return node;
  }

  private String state(ApiKey key) {
    return key.life().stateAt(nowSecond).name().toLowerCase(Locale.ROOT);
  }

  static void putIfSet(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }

  static void putMetadata(ObjectNode node, Map<String, String> metadata) {
    if (!metadata.isEmpty()) {
      ObjectNode entries = node.putObject("metadata");
      metadata.forEach(entries::put);
    }
  }

  static String orDash(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : text;
  }
}
