package io.tallygate.limiter.policy;

/** Which endpoints of a group count together. */
public enum CounterScope {
  /** All endpoints of the group share one counter per caller. */
  SHARED,
  /** Each endpoint written in the policy has a counter of its own. */
  EACH_ENDPOINT
}
