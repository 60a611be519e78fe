package io.tallygate.limiter.policy;

/** Where windows of one counter start; each is [s, s + period), s a whole Unix second. */
public enum WindowStart {
  /** At the second of the first admitted call after the last window. */
  FIRST_CALL,
  /** At multiples of the period since the Unix epoch. */
  CLOCK
}
