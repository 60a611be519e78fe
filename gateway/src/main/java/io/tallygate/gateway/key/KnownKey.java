package io.tallygate.gateway.key;

import io.tallygate.gateway.key.Life.State;

/**
 * A key as a server needs it for a call.
 *
 * @param state as it was set; a blocked owner's keys are blocked
 * @param expirySecond the first Unix second at which it is served no more, {@link Life#NO_END} for
 *     never
 * @param levels the same instance as long as nothing changed
 */
public record KnownKey(String id, State state, long expirySecond, Levels levels) {

  /** Without an end, active, and with the policy's limits. */
  public static KnownKey of(String id) {
    return new KnownKey(id, State.ACTIVE, Life.NO_END, Levels.NONE);
  }
}
