package io.tallygate.gateway.admin;

import io.tallygate.gateway.key.AdminToken;
import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.AuditEntry;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.Explanation;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.gateway.key.LimitGrant;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Plan;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.Resolution.Resolved;
import io.tallygate.gateway.key.Resolution.Step;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.AlgorithmWords;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How things look in JSON. What has no value is null; times are RFC 3339. */
final class Shapes {

  static final JsonMapper MAPPER = new JsonMapper();

  private Shapes() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static <T> ObjectNode page(Page<T> page, BiConsumer<ObjectNode, T> shape) {
    ObjectNode node = list(page.items(), shape);
    return node.put("next", page.next().isEmpty() ? null : page.next());
  }

  static <T> ObjectNode list(List<T> items, BiConsumer<ObjectNode, T> shape) {
    ObjectNode node = object();
    ArrayNode array = node.putArray("items");
    items.forEach(item -> shape.accept(array.addObject(), item));
    return node;
  }

  /**
   * A key.
   *
   * @param nowSecond at which its state is meant
   */
  static void key(ObjectNode node, ApiKey key, long nowSecond) {
    Life life = key.life();
    node.put("id", key.id()).put("lastFour", key.lastFour());
    description(node, key.description());
    node.put("owner", key.standing().owner()).put("plan", key.standing().plan());
    node.put("state", word(life.stateAt(nowSecond)));
    node.put("blocked", life.state() == State.BLOCKED);
    node.put("created", time(life.createdSecond()));
    node.put("expires", time(life.expirySecond()));
    node.put("lastUsed", life.lastUsedSecond() == Life.UNUSED ? null : time(life.lastUsedSecond()));
    node.put("version", key.version().change());
  }

  static void owner(ObjectNode node, Owner owner) {
    node.put("id", owner.id());
    description(node, owner.description());
    node.put("plan", owner.plan()).put("state", word(owner.state()));
    node.put("created", time(owner.createdSecond())).put("version", owner.version().change());
  }

  private static void description(ObjectNode node, Description description) {
    node.put("name", description.name());
    ObjectNode metadata = node.putObject("metadata");
    description.metadata().forEach(metadata::put);
  }

  static void plan(ObjectNode node, Plan plan) {
    node.put("name", plan.name());
    ArrayNode limits = node.putArray("limits");
    for (LimitRule rule : plan.rules()) {
      amount(limits.addObject().put("limit", rule.target().toString()), rule.amount());
    }
    node.put("created", time(plan.createdSecond())).put("version", plan.version().change());
  }

  static void grant(ObjectNode node, LimitGrant grant) {
    node.put("subject", grant.subject().id());
    rule(node, grant.rule());
    node.put("reason", grant.reason()).put("created", time(grant.createdSecond()));
  }

  private static void rule(ObjectNode node, LimitRule rule) {
    amount(node.put("limit", rule.target().toString()), rule.amount());
    long from = rule.term().fromSecond();
    node.put("from", from == 0 ? null : time(from)).put("until", time(rule.term().untilSecond()));
  }

  private static void amount(ObjectNode node, Amount amount) {
    if (amount instanceof Amount.Count one) {
      node.put("count", one.count()).putNull("factor");
    } else if (amount instanceof Amount.Factor factor) {
      BigDecimal value = BigDecimal.valueOf(factor.thousandths(), 3).stripTrailingZeros();
      node.putNull("count").put("factor", value.scale() < 0 ? value.setScale(0) : value);
    }
  }

  static void explanation(ObjectNode node, Explanation explanation) {
    node.put("key", explanation.key());
    node.put("owner", explanation.owner()).put("plan", explanation.plan());
    node.put("at", time(explanation.second()));
    ArrayNode limits = node.putArray("limits");
    for (Resolved resolved : explanation.limits()) {
      ObjectNode limit = limits.addObject();
      limit(limit, resolved.limit());
      limit.put("count", resolved.count());
      ArrayNode steps = limit.putArray("steps");
      resolved.steps().forEach(step -> step(steps.addObject(), step));
    }
    node.put("nextChange", time(explanation.nextChangeSecond()));
  }

  private static void step(ObjectNode node, Step step) {
    node.put("level", word(step.level())).put("count", step.count());
    if (step.rule().isPresent()) {
      rule(node.putObject("rule"), step.rule().get());
    } else {
      node.putNull("rule");
    }
  }

  static void policy(ObjectNode node, PublishedPolicy policy) {
    node.put("keyPrefix", policy.keyPrefix());
    ArrayNode limits = node.putArray("limits");
    policy.limits().forEach(limit -> limit(limits.addObject(), limit));
  }

  private static void limit(ObjectNode node, PublishedLimit published) {
    Limit limit = published.limit();
    boolean smooth = limit.algorithm() == Algorithm.SMOOTH;
    boolean inFlight = limit.algorithm() == Algorithm.IN_FLIGHT;
    node.put("group", published.group()).put("limit", limit.name()).put("count", limit.count());
    node.put("periodSeconds", inFlight ? null : limit.period().toSeconds());
    node.put("algorithm", AlgorithmWords.of(limit.algorithm()));
    node.put("burst", smooth ? limit.burst() : null);
  }

  static void entry(ObjectNode node, AuditEntry entry) {
    node.put("number", entry.number()).put("time", time(entry.second()));
    node.putObject("actor")
        .put("kind", word(entry.actor().kind()))
        .put("name", entry.actor().name());
    node.put("action", entry.action()).put("target", entry.target());
    node.set("before", state(entry.difference().before()));
    node.set("after", state(entry.difference().after()));
  }

  private static JsonNode state(String json) {
    return json.isEmpty() ? MAPPER.nullNode() : MAPPER.readTree(json);
  }

  static void token(ObjectNode node, AdminToken token, long nowSecond) {
    String state =
        token.isRevoked() ? "revoked" : token.isExpiredAt(nowSecond) ? "expired" : "active";
    node.put("id", token.id()).put("name", token.name()).put("role", word(token.role()));
    node.put("state", state).put("created", time(token.life().createdSecond()));
    node.put("expires", time(token.life().expirySecond()));
    node.put("revoked", time(token.life().revokedSecond()));
    long used = token.life().lastUsedSecond();
    node.put("lastUsed", used == Life.UNUSED ? null : time(used));
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String time(long second) {
    return second == Life.NO_END ? null : Instant.ofEpochSecond(second).toString();
  }

  static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /** An object of texts, for what is kept of a request. */
  static ObjectNode of(Map<String, String> texts) {
    ObjectNode node = object();
    texts.forEach(node::put);
    return node;
  }
}
