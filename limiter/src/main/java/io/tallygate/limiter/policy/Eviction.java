package io.tallygate.limiter.policy;

/** What a table of counters does with a new counter where all its places are taken by live ones. */
public enum Eviction {
  /** The new counter gets no place; {@link OnFull} says what becomes of the call. */
  NEVER,
  /** The counter that would end first goes. For counts that may be lost: strangers' addresses. */
  OLDEST
}
