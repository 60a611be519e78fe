package io.tallygate.webhooks;

import java.time.Instant;

/**
 * A receiver of webhooks.
 *
 * @param id {@code ep_} and 16 letters or digits
 * @param owner whose events it is told; opaque here
 * @param state whether it still gets any
 */
public record Endpoint(
    String id,
    String owner,
    Subscription subscription,
    Secret secret,
    Instant created,
    State state) {

  /** Whether deliveries are made. */
  public enum State {
    ENABLED,
    /** It answered 410: it is gone. */
    DISABLED
  }
}
