package io.tallygate.limiter;

/** What was decided. */
public enum Outcome {
  /** Within all limits; counted, unless it was a peek. */
  ADMITTED,
  /** Over a limit; nothing was counted. */
  REFUSED,
  /** No room for a counter, and the policy says to answer 503. */
  COUNTERS_FULL,
  /** No room for a counter, and the policy says to let it pass uncounted. */
  UNCOUNTED
}
