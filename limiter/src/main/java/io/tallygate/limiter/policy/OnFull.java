package io.tallygate.limiter.policy;

/** What becomes of a call that needs a new counter when the table has no room. */
public enum OnFull {
  /** It is answered 503 {@code counters_full}, at no cost. */
  DENY,
  /** It is admitted uncounted. */
  ALLOW
}
