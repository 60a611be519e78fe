package io.tallygate.client.field;

import io.tallygate.client.field.Standing.LimitStanding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code RateLimit: limit=100, remaining=50, reset=5} of draft-ietf-httpapi-ratelimit-headers-07,
 * and its {@code RateLimit-Policy: 10;w=1, 100;w=60}, which -03 to -06 have too.
 */
final class DictionaryLimits {

  private DictionaryLimits() {}

  static List<LimitStanding> read(Optional<String> rateLimit, Optional<String> policy) {
    Map<String, Member> members = rateLimit.flatMap(StructuredField::dictionary).orElse(Map.of());
    OptionalLong count = count(members, "limit");
    OptionalLong remaining = count(members, "remaining");
    if (remaining.isEmpty()) {
      return List.of();
    }
    Optional<Duration> period = policy.flatMap(field -> period(field, count));
    Optional<Duration> reset =
        ResetTime.seconds(count(members, "reset")).map(wait -> FieldReader.atMost(wait, period));
    return List.of(new LimitStanding("", count, remaining, reset, period));
  }

  private static OptionalLong count(Map<String, Member> members, String key) {
    return members.get(key) instanceof Member.Item item
            && item.value() instanceof Bare.Int integer
            && integer.value() >= 0
        ? OptionalLong.of(integer.value())
        : OptionalLong.empty();
  }

  /** The window of the policy of this number; not if several have it, and none says which. */
  static Optional<Duration> period(String policy, OptionalLong count) {
    List<Duration> periods =
        StructuredField.list(policy).orElse(List.of()).stream()
            .filter(Member.Item.class::isInstance)
            .map(Member.Item.class::cast)
            .filter(
                item ->
                    item.value() instanceof Bare.Int integer
                        && count.isPresent()
                        && integer.value() == count.getAsLong())
            .flatMap(item -> ResetTime.seconds(item.count("w")).stream())
            .distinct()
            .toList();
    return periods.size() == 1 ? Optional.of(periods.get(0)) : Optional.empty();
  }
}
