package io.tallygate.gateway.key;

import io.tallygate.limiter.policy.LimitOverride;
import java.util.List;

/**
 * An API key as the gateway knows it: everything but its secret.
 *
 * @param id a prefixed opaque text such as {@code key_3fK9x2}; no secret
 * @param lastFour the secret's last four characters, for people to tell keys apart
 * @param createdSecond Unix seconds
 * @param overrides in force or to come; the same instance as long as nothing changed
 */
public record ApiKey(
    String id,
    String name,
    String lastFour,
    long createdSecond,
    State state,
    List<LimitOverride> overrides) {

  /** Whether calls with the key are served. */
  public enum State {
    ACTIVE,
    REVOKED
  }

  public ApiKey {
    overrides = List.copyOf(overrides);
  }
}
