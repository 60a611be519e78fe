package io.tallygate.client.field;

import io.tallygate.client.field.Standing.LimitStanding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code RateLimit} and {@code RateLimit-Policy} of draft-ietf-httpapi-ratelimit-headers-08 to -10:
 * lists of names with parameters. The names join the two.
 */
final class NamedLimits {

  static final int LIMITS_MAX = 16;

  private static final Member.Item NO_MEMBER = new Member.Item(new Bare.Text(""), Map.of());

  private NamedLimits() {}

  static List<LimitStanding> read(Optional<String> rateLimit, Optional<String> policy) {
    Map<String, Member.Item> left = named(rateLimit, "r");
    Map<String, Member.Item> policies = named(policy, "q");
    Set<String> names = new TreeSet<>(left.keySet());
    names.addAll(policies.keySet());
    List<LimitStanding> limits = new ArrayList<>();
    for (String name : names) {
      if (limits.size() < LIMITS_MAX) {
        Member.Item remaining = left.getOrDefault(name, NO_MEMBER);
        limits.add(limit(name, remaining, policies.getOrDefault(name, NO_MEMBER)));
      }
    }
    return limits;
  }

  private static LimitStanding limit(String name, Member.Item left, Member.Item policy) {
    Optional<Duration> period = ResetTime.seconds(policy.count("w"));
    Optional<Duration> reset =
        ResetTime.seconds(left.count("t")).map(wait -> FieldReader.atMost(wait, period));
    return new LimitStanding(name, policy.count("q"), left.count("r"), reset, period);
  }

  /**
   * The members that are names with the parameter that each must have. A member without it, or in a
   * unit other than requests, is ignored and the others are not: "qu" of content-bytes or
   * concurrent-requests counts what this client does not.
   */
  private static Map<String, Member.Item> named(Optional<String> field, String needed) {
    Map<String, Member.Item> items = new LinkedHashMap<>();
    for (Member member : field.flatMap(StructuredField::list).orElse(List.of())) {
      if (member instanceof Member.Item item
          && item.value() instanceof Bare.Text name
          && item.count(needed).isPresent()
          && isOfRequests(item)) {
        items.put(name.value() + partition(item), item);
      }
    }
    return items;
  }

  private static boolean isOfRequests(Member.Item item) {
    Bare unit = item.parameters().getOrDefault("qu", new Bare.Text("requests"));
    return unit.equals(new Bare.Text("requests"));
  }

  /** Two partitions of one policy are two quotas. */
  private static String partition(Member.Item item) {
    if (!(item.parameters().get("pk") instanceof Bare.Bytes key)) {
      return "";
    }
    StringBuilder hex = new StringBuilder("#");
    key.value().forEach(b -> HexFormat.of().toHexDigits(hex, b));
    return hex.toString();
  }
}
