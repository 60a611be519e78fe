package io.tallygate.gateway.alert;

import io.tallygate.limiter.policy.Algorithm;
import org.jspecify.annotations.Nullable;

/**
 * A limit of a key that has crossed a threshold, or refused.
 *
 * @param threshold in percent; 0 for a refusal
 * @param endpoint where each of a group's endpoints counts; else null
 * @param atMicros by the wall clock
 */
record Crossing(
    Occasion occasion, int threshold, State state, @Nullable String endpoint, long atMicros) {

  /** How the limit stood. */
  record State(String name, Algorithm algorithm, long used, long count, long resetSecond) {}
}
