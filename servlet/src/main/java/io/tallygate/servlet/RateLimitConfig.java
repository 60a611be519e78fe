package io.tallygate.servlet;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.LimiterConfig;
import io.tallygate.policy.PolicyFile;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RateLimitFilter} enforces, and whom it counts.
 *
 * @param callers finds the id of the key that a request shows, null if it shows none or a wrong
 *     one. Called by many threads, at most once for a request, and for some requests not at all.
 *     The id is told to the caller, so it is not the key itself; 1 to 256 characters. An empty or
 *     longer one is nobody's
 * @param keyHeader the field that carries the key: whether it is there parts a missing key from a
 *     wrong one in a 401
 * @param limiter how counters are kept; what becomes of calls when the table is full is the
 *     policy's business
 */
public record RateLimitConfig(
    PolicyFile policy,
    Function<HttpServletRequest, @Nullable String> callers,
    String keyHeader,
    LimiterConfig limiter) {

  public RateLimitConfig {
    require(
        keyHeader.matches("[A-Za-z0-9-]{1,64}"),
        "key-header must be 1 to 64 of A-Z a-z 0-9 -: key-header=%s",
        keyHeader);
  }

  /** Keys in the field {@code Authorization}, and a table of {@link LimiterConfig#DEFAULT}. */
  public static RateLimitConfig of(
      PolicyFile policy, Function<HttpServletRequest, @Nullable String> callers) {
    return new RateLimitConfig(policy, callers, "Authorization", LimiterConfig.DEFAULT);
  }

  public RateLimitConfig withKeyHeader(String value) {
    return new RateLimitConfig(policy, callers, value, limiter);
  }

  /** With so many slots, {@link LimiterConfig#COUNTERS_MIN} to {@code COUNTERS_MAX}. */
  public RateLimitConfig withCounters(int value) {
    return withLimiter(limiter.withCounters(value));
  }

  public RateLimitConfig withLimiter(LimiterConfig value) {
    return new RateLimitConfig(policy, callers, keyHeader, value);
  }
}
