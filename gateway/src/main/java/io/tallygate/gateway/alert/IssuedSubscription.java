package io.tallygate.gateway.alert;

/**
 * A subscription with its secret, which is shown at this time only.
 *
 * @param secret what its deliveries are signed with: {@code whsec_} and base64
 */
public record IssuedSubscription(Subscription subscription, String secret) {

  /** For logs: never the secret. */
  @Override
  public String toString() {
    return subscription.id();
  }
}
