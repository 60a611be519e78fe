package io.tallygate.policy;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.limiter.policy.Limit;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a policy file settles beside its limits.
 *
 * @param keyPrefix of issued keys, such as {@code vg_key_}; 1 to 32 of A-Z a-z 0-9 _
 * @param cors origins whose pages may read our own errors; {@code *} for all; at most 100
 * @param passHeaders of {@link #REROUTING_HEADERS}, those that are passed on all the same
 */
public record Gate(String keyPrefix, Ietf ietf, List<String> cors, List<String> passHeaders) {

  /** What a prefix of keys is made of. */
  public static final Pattern KEY_PREFIX = Pattern.compile("[A-Za-z0-9_]{1,32}");

  /** How many origins a file may name. */
  public static final int CORS_MAX = 100;

  /** Header fields by which frameworks re-route a request behind the gateway. */
  public static final List<String> REROUTING_HEADERS =
      List.of(
          "X-HTTP-Method-Override",
          "X-HTTP-Method",
          "X-Method-Override",
          "X-Original-URL",
          "X-Rewrite-URL",
          "X-Forwarded-Uri",
          "X-Envoy-Original-Path");

  /** How many calls with a missing or wrong key one client address may send. */
  public static final Limit FAILURES = new Limit("failed-keys", 60, Duration.ofMinutes(1));

  /** How many calls of open endpoints one client address may send. */
  public static final Limit OPEN = new Limit("open", 600, Duration.ofMinutes(1));

  /** How often a key may read the page with its usage. */
  public static final Limit PAGE = new Limit("page", 60, Duration.ofMinutes(1));

  public static final Gate DEFAULT = new Gate("tg_key_", Ietf.DRAFT_10, List.of(), List.of());

  public Gate {
    cors = List.copyOf(cors);
    passHeaders = List.copyOf(passHeaders);
    require(
        KEY_PREFIX.matcher(keyPrefix).matches(),
        "key-prefix must be 1 to 32 of A-Z a-z 0-9 _: key-prefix=%s",
        keyPrefix);
    require(
        cors.size() <= CORS_MAX,
        "cors must have at most %s origins: cors=%s",
        CORS_MAX,
        cors.size());
    require(
        REROUTING_HEADERS.containsAll(passHeaders),
        "pass-headers may only name fields that re-route requests: pass-headers=%s",
        passHeaders);
  }
}
