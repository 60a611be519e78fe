package io.tallygate.limiter.header;

import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.Outcome;
import io.tallygate.limiter.policy.Algorithm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Writes the header fields of a decision. Stateless.
 *
 * <p>{@code X-RateLimit-*} as the published page has them, {@code RateLimit-Policy} and {@code
 * RateLimit} after draft-ietf-httpapi-ratelimit-headers-10 in the syntax of RFC 9651, {@code
 * Retry-After} after RFC 9110, section 10.2.3.
 */
public final class HeaderFields {

  public static final String LIMIT = "X-RateLimit-Limit";
  public static final String REMAINING = "X-RateLimit-Remaining";
  public static final String RESET = "X-RateLimit-Reset";
  public static final String RATE_LIMIT_POLICY = "RateLimit-Policy";
  public static final String RATE_LIMIT = "RateLimit";
  public static final String RETRY_AFTER = "Retry-After";

  /** All fields that {@link #write} may write. */
  public static final List<String> NAMES =
      List.of(LIMIT, REMAINING, RESET, RATE_LIMIT_POLICY, RATE_LIMIT, RETRY_AFTER);

  /** Which version of the IETF fields is written beside the {@code X-RateLimit} fields. */
  public enum Ietf {
    DRAFT_10,
    OFF
  }

  private HeaderFields() {}

  /** Hands each field's name and value to {@code sink}. */
  public static void write(Decision decision, Ietf ietf, BiConsumer<String, String> sink) {
    int shown = decision.shown();
    sink.accept(LIMIT, Long.toString(decision.count(shown)));
    sink.accept(REMAINING, Long.toString(decision.remaining(shown)));
    sink.accept(RESET, Long.toString(decision.resetSecond(shown)));
    if (ietf == Ietf.DRAFT_10) {
      String partitionKey = partitionKey(decision.caller());
      sink.accept(RATE_LIMIT_POLICY, rateLimitPolicy(decision, partitionKey));
      sink.accept(RATE_LIMIT, rateLimit(decision, partitionKey));
    }
    if (decision.outcome() == Outcome.REFUSED && !decision.isNever(shown)) {
      sink.accept(RETRY_AFTER, Long.toString(decision.waitSeconds(shown)));
    }
  }

  /** {@code "tools";q=500;w=3600;qu="requests";pk=:dmdfa2V5XzE=:}, one member per limit. */
  private static String rateLimitPolicy(Decision decision, String partitionKey) {
    StringBuilder field = new StringBuilder(64);
    for (int i = 0; i < decision.size(); i++) {
      member(field, decision.name(i))
          .append(";q=")
          .append(decision.count(i))
          .append(unit(decision, i))
          .append(partitionKey);
    }
    return field.toString();
  }

  /** In flight there is no window. */
  private static String unit(Decision decision, int index) {
    return decision.algorithm(index) == Algorithm.IN_FLIGHT
        ? ";qu=\"concurrent-requests\""
        : ";w=" + decision.periodSeconds(index) + ";qu=\"requests\"";
  }

  /** {@code "tools";r=499;t=3600;pk=:dmdfa2V5XzE=:}, one member per limit. */
  private static String rateLimit(Decision decision, String partitionKey) {
    StringBuilder field = new StringBuilder(64);
    for (int i = 0; i < decision.size(); i++) {
      member(field, decision.name(i))
          .append(";r=")
          .append(decision.remaining(i))
          .append(";t=")
          .append(decision.waitSeconds(i))
          .append(partitionKey);
    }
    return field.toString();
  }

  private static StringBuilder member(StringBuilder field, String name) {
    // Names are of a-z 0-9 . _ - (Limit.NAME), so nothing needs escaping.
    return field.append(field.isEmpty() ? "\"" : ", \"").append(name).append('"');
  }

  /** The key's id, so that a program with several keys can tell their quotas apart. */
  private static String partitionKey(Caller caller) {
    if (caller.kind() == Caller.Kind.ADDRESS) {
      return "";
    }
    byte[] id = caller.id().getBytes(StandardCharsets.UTF_8);
    return ";pk=:" + Base64.getEncoder().encodeToString(id) + ":";
  }
}
