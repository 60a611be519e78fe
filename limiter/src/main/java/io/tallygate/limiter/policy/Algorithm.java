package io.tallygate.limiter.policy;

/** How a limit counts. What each lets pass at the very most stands at its rule. */
public enum Algorithm {
  /** So many units in each window; windows follow one another. */
  FIXED_WINDOW,
  /** A fixed window beside which the one before counts, by how much of it is still recent. */
  SLIDING_WINDOW,
  /** Units come back one by one at an even rate, up to a burst: GCRA, a token bucket. */
  SMOOTH,
  /** So many calls at once, however long each takes. */
  IN_FLIGHT
}
