package io.tallygate.limiter;

/**
 * How one limit stands after a decision.
 *
 * @param count units per window for this caller
 * @param remaining units left, 0 to {@code count}
 * @param resetSecond the Unix second at which the window ends, by the wall clock
 * @param waitSeconds seconds until then, rounded up; at least 1
 */
public record LimitState(
    String name,
    long count,
    long periodSeconds,
    long remaining,
    long resetSecond,
    long waitSeconds) {}
