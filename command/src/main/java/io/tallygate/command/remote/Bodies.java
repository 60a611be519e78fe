package io.tallygate.command.remote;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.NewKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what an admin API is asked for. */
final class Bodies {

  private Bodies() {}

  static @Nullable String time(long second) {
    return second == Life.NO_END ? null : Instant.ofEpochSecond(second).toString();
  }

  static void metadata(ObjectNode node, Map<String, String> metadata) {
    ObjectNode entries = node.putObject("metadata");
    metadata.forEach(entries::put);
  }

  static ObjectNode described(Description description) {
    ObjectNode node = Calls.object().put("name", description.name());
    metadata(node, description.metadata());
    return node;
  }

  static ObjectNode key(NewKey key) {
    return described(key.description())
        .put("owner", key.standing().owner())
        .put("plan", key.standing().plan())
        .put("expires", time(key.expirySecond()));
  }

  static void rule(ObjectNode node, LimitRule rule) {
    node.put("limit", rule.target().toString());
    if (rule.amount() instanceof Amount.Count one) {
      node.put("count", one.count());
    } else if (rule.amount() instanceof Amount.Factor factor) {
      node.put("factor", BigDecimal.valueOf(factor.thousandths(), 3));
    }
  }

  static void rules(ObjectNode node, List<LimitRule> rules) {
    ArrayNode limits = node.putArray("limits");
    rules.forEach(rule -> rule(limits.addObject(), rule));
  }
}
