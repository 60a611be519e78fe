package io.tallygate.limiter;

import java.util.List;

/**
 * A decision to keep: the immutable copy of a {@link Decision}.
 *
 * @param shown the limit that the {@code X-RateLimit} fields show
 * @param limits all limits that the call met, in the policy's order
 */
public record Answer(Outcome outcome, LimitState shown, List<LimitState> limits) {

  public Answer {
    limits = List.copyOf(limits);
  }
}
