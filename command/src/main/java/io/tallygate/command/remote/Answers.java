package io.tallygate.command.remote;

import io.tallygate.gateway.coach.Finding;
import io.tallygate.gateway.coach.Finding.Figure;
import io.tallygate.gateway.coach.Practice;
import io.tallygate.gateway.coach.Review;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.AdminToken;
import io.tallygate.gateway.key.AdminToken.TokenLife;
import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.AuditEntry;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.DrainResult;
import io.tallygate.gateway.key.Explanation;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.IssuedToken;
import io.tallygate.gateway.key.Levels.Level;
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
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Standing;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.key.Version;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.AlgorithmWords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what an admin API answers. What is not there, or is no such thing, is thrown anyhow. */
final class Answers {

  private Answers() {}

  static <T> Function<JsonNode, Page<T>> page(Function<JsonNode, T> item) {
    return node -> {
      String next = text(node, "next");
      return new Page<>(list(node, "items", item), next == null ? "" : next);
    };
  }

  static <T> List<T> list(JsonNode node, String name, Function<JsonNode, T> item) {
    List<T> items = new ArrayList<>();
    node.get(name).forEach(one -> items.add(item.apply(one)));
    return items;
  }

  static @Nullable String text(JsonNode node, String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value.asString();
  }

  static String required(JsonNode node, String name) {
    return node.get(name).asString();
  }

  static long number(JsonNode node, String name) {
    return node.get(name).asLong();
  }

  static long second(JsonNode node, String name, long otherwise) {
    String text = text(node, name);
    return text == null ? otherwise : Instant.parse(text).getEpochSecond();
  }

  private static <E extends Enum<E>> E word(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  private static Description description(JsonNode node) {
    Map<String, String> metadata = new TreeMap<>();
    node.get("metadata")
        .properties()
        .forEach(e -> metadata.put(e.getKey(), e.getValue().asString()));
    return new Description(required(node, "name"), metadata);
  }

  static ApiKey key(JsonNode node) {
    State shown = word(State.class, required(node, "state"));
    State kept =
        node.get("blocked").asBoolean()
            ? State.BLOCKED
            : shown == State.EXPIRED ? State.ACTIVE : shown;
    return new ApiKey(
        required(node, "id"),
        required(node, "lastFour"),
        description(node),
        new Standing(text(node, "owner"), text(node, "plan")),
        new Life(
            kept,
            second(node, "created", 0),
            second(node, "expires", Life.NO_END),
            second(node, "lastUsed", Life.UNUSED)),
        version(node));
  }

  static DrainResult drained(JsonNode node) {
    return new DrainResult.Drained(node.get("units").asLong());
  }

  static IssuedKey issuedKey(JsonNode node) {
    return new IssuedKey(key(node), required(node, "secret"));
  }

  private static Version version(JsonNode node) {
    return new Version(number(node, "version"));
  }

  static Owner owner(JsonNode node) {
    return new Owner(
        required(node, "id"),
        description(node),
        text(node, "plan"),
        word(Owner.State.class, required(node, "state")),
        second(node, "created", 0),
        version(node));
  }

  static Plan plan(JsonNode node) {
    return new Plan(
        required(node, "name"),
        list(node, "limits", Answers::rule),
        second(node, "created", 0),
        version(node));
  }

  static LimitGrant grant(JsonNode node) {
    return new LimitGrant(
        new Subject(required(node, "subject")),
        rule(node),
        required(node, "reason"),
        second(node, "created", 0));
  }

  private static LimitRule rule(JsonNode node) {
    JsonNode factor = node.get("factor");
    Amount amount =
        factor != null && !factor.isNull()
            ? new Amount.Factor(factor.decimalValue().movePointRight(3).longValueExact())
            : new Amount.Count(number(node, "count"));
    return new LimitRule(
        Target.parse(required(node, "limit")),
        amount,
        new Term(second(node, "from", 0), second(node, "until", Term.NO_END)));
  }

  static Explanation explanation(JsonNode node) {
    return new Explanation(
        required(node, "key"),
        text(node, "owner"),
        text(node, "plan"),
        second(node, "at", 0),
        list(node, "limits", Answers::resolved),
        second(node, "nextChange", Term.NO_END));
  }

  private static Resolved resolved(JsonNode node) {
    List<Step> steps = list(node, "steps", Answers::step);
    // What is published is the lowest step's number, not the one in force.
    return new Resolved(limit(node, steps.get(0).count()), steps);
  }

  private static Step step(JsonNode node) {
    JsonNode rule = node.get("rule");
    return new Step(
        word(Level.class, required(node, "level")),
        rule.isNull() ? Optional.empty() : Optional.of(rule(rule)),
        number(node, "count"));
  }

  static PublishedPolicy policy(JsonNode node) {
    return new PublishedPolicy(
        required(node, "keyPrefix"),
        list(node, "limits", limit -> limit(limit, number(limit, "count"))));
  }

  private static PublishedLimit limit(JsonNode node, long count) {
    String name = required(node, "limit");
    Algorithm algorithm = AlgorithmWords.parse(required(node, "algorithm"));
    Duration period =
        algorithm == Algorithm.IN_FLIGHT
            ? Limit.LONGEST_CALL
            : Duration.ofSeconds(number(node, "periodSeconds"));
    long burst = algorithm == Algorithm.SMOOTH ? number(node, "burst") : count;
    return new PublishedLimit(
        required(node, "group"), new Limit(name, count, period, algorithm, burst));
  }

  static AuditEntry entry(JsonNode node) {
    JsonNode actor = node.get("actor");
    return new AuditEntry(
        number(node, "number"),
        second(node, "time", 0),
        new Actor(word(Actor.Kind.class, required(actor, "kind")), required(actor, "name")),
        required(node, "action"),
        required(node, "target"),
        new AuditEntry.Difference(state(node.get("before")), state(node.get("after"))));
  }

  private static String state(JsonNode node) {
    return node.isNull() ? "" : node.toString();
  }

  static Review review(JsonNode node) {
    return new Review(
        required(node, "key"),
        word(Review.State.class, required(node, "state").replace('-', '_')),
        number(node, "calls"),
        second(node, "since", 0),
        list(node, "findings", Answers::finding));
  }

  private static Finding finding(JsonNode node) {
    List<Figure> figures = new ArrayList<>();
    node.get("figures")
        .properties()
        .forEach(one -> figures.add(new Figure(one.getKey(), one.getValue().asLong())));
    return new Finding(
        word(Practice.class, required(node, "practice").replace('-', '_')),
        required(node, "subject"),
        required(node, "text"),
        figures);
  }

  static IssuedToken issuedToken(JsonNode node) {
    return new IssuedToken(token(node), required(node, "secret"));
  }

  static AdminToken token(JsonNode node) {
    return new AdminToken(
        required(node, "id"),
        required(node, "name"),
        word(Role.class, required(node, "role")),
        new TokenLife(
            second(node, "created", 0),
            second(node, "expires", Life.NO_END),
            second(node, "revoked", Life.NO_END),
            second(node, "lastUsed", Life.UNUSED)));
  }
}
