package io.tallygate.gateway.usage;

/**
 * A call that was refused.
 *
 * @param micros when it came, Unix microseconds
 * @param method as it was sent; {@code ?} for a word that is none of HTTP's
 * @param endpoint the pattern that the policy writes, never the path; {@code other} without one
 * @param code such as {@code rate_limited}
 */
public record RefusedCall(long micros, String method, String endpoint, String group, String code) {}
