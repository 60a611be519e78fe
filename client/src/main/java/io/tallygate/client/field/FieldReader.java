package io.tallygate.client.field;

import io.tallygate.client.field.Standing.LimitStanding;
import io.tallygate.limiter.header.HeaderFields;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from a response's fields where its caller stands. Pure, but for the clock passed in. */
public final class FieldReader {

  /*
   * The forms, the most telling first; the first that names a limit is taken whole:
   *
   *   draft-ietf-httpapi-ratelimit-headers-08 to -10
   *             RateLimit-Policy: "burst";q=100;w=60, "daily";q=1000;w=86400
   *             RateLimit: "daily";r=100;t=36000
   *   draft-07  RateLimit: limit=100, remaining=50, reset=5      RateLimit-Policy: 100;w=60
   *   to -06    RateLimit-Limit: 100   RateLimit-Remaining: 50   RateLimit-Reset: 5
   *   none      X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset (see ResetTime)
   *
   * What cannot be read is as if it were not there, as the draft asks of clients ("malformed
   * fields MUST be ignored"). Fields of a response that a cache has kept (Age over zero) are of
   * another time, maybe of another caller, and are ignored too; so the draft asks as well.
   */

  /** The longest wait that a server is believed to mean; a longer one is cut to it. */
  static final Duration RETRY_AFTER_MAX = Duration.ofDays(1);

  private static final Pattern FIRST_NUMBER =
      Pattern.compile("\\s*([0-9]{1,15})\\s*(?:[,;].*)?", Pattern.DOTALL);

  private FieldReader() {}

  /**
   * Reads a response's fields.
   *
   * @param wallMicros now, in microseconds since the epoch, by the clock of this machine; used
   *     where the response has no {@code Date}
   */
  public static Standing read(HttpHeaders fields, long wallMicros) {
    long age = integer(fields, "Age").orElse(0);
    ServerTime now = ServerTime.of(fields.firstValue("Date"), wallMicros);
    Optional<Duration> retryAfter =
        fields
            .firstValue(HeaderFields.RETRY_AFTER)
            .flatMap(value -> RetryAfter.read(value, now))
            .map(wait -> wait.minusSeconds(Math.min(age, RETRY_AFTER_MAX.toSeconds())))
            .filter(wait -> !wait.isNegative() && !wait.isZero());
    return new Standing(age > 0 ? List.of() : limits(fields, now), retryAfter);
  }

  private static List<LimitStanding> limits(HttpHeaders fields, ServerTime now) {
    Optional<String> rateLimit = joined(fields, HeaderFields.RATE_LIMIT);
    Optional<String> policy = joined(fields, HeaderFields.RATE_LIMIT_POLICY);
    List<LimitStanding> limits = NamedLimits.read(rateLimit, policy);
    if (limits.isEmpty()) {
      limits = DictionaryLimits.read(rateLimit, policy);
    }
    if (limits.isEmpty()) {
      limits = three(fields, "RateLimit-", now);
    }
    if (limits.isEmpty()) {
      limits = three(fields, "X-RateLimit-", now);
    }
    return limits;
  }

  /** Several lines of one field are one list (RFC 9110, section 5.3). */
  private static Optional<String> joined(HttpHeaders fields, String name) {
    List<String> lines = fields.allValues(name);
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lines));
  }

  /** Three fields with one number each; none of them is needed. */
  private static List<LimitStanding> three(HttpHeaders fields, String prefix, ServerTime now) {
    OptionalLong count = integer(fields, prefix + "Limit");
    OptionalLong remaining = integer(fields, prefix + "Remaining");
    Optional<Duration> period =
        joined(fields, HeaderFields.RATE_LIMIT_POLICY)
            .or(() -> joined(fields, prefix + "Limit"))
            .flatMap(policy -> DictionaryLimits.period(policy, count));
    Optional<Duration> reset =
        fields
            .firstValue(prefix + "Reset")
            .flatMap(
                value ->
                    prefix.startsWith("X-") ? ResetTime.read(value, now) : ResetTime.delta(value))
            .map(wait -> atMost(wait, period));
    return count.isEmpty() && remaining.isEmpty() && reset.isEmpty()
        ? List.of()
        : List.of(new LimitStanding("", count, remaining, reset, period));
  }

  /** More units come within a window's length, whatever a skewed clock makes of it. */
  static Duration atMost(Duration wait, Optional<Duration> period) {
    return period.isPresent() && period.get().compareTo(wait) < 0 ? period.get() : wait;
  }

  /** The first number of the field: {@code 10} in Envoy's {@code 10, 10;w=1;name="per-ip"}. */
  private static OptionalLong integer(HttpHeaders fields, String name) {
    Optional<String> value = fields.firstValue(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher first = FIRST_NUMBER.matcher(value.get());
    return first.matches() ? OptionalLong.of(Long.parseLong(first.group(1))) : OptionalLong.empty();
  }
}
