package io.tallygate.servlet;

import io.tallygate.limiter.Decision;
import io.tallygate.policy.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a call.
 *
 * @param decision whose limits the response shows
 * @param code what is answered in the service's place; null if the call goes on
 */
record Ruling(Decision decision, @Nullable ErrorCode code) {

  static Ruling of(Decision decision) {
    return new Ruling(
        decision,
        switch (decision.outcome()) {
          case ADMITTED, UNCOUNTED -> null;
          case REFUSED -> ErrorCode.RATE_LIMITED;
          case COUNTERS_FULL -> ErrorCode.COUNTERS_FULL;
        });
  }

  /** A failure to show a valid key: refused in any case, and once too often with 429. */
  static Ruling ofFailure(Decision decision, ErrorCode code) {
    return new Ruling(decision, decision.isAdmitted() ? code : ErrorCode.RATE_LIMITED);
  }
}
