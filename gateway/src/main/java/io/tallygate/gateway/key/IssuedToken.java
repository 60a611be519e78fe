package io.tallygate.gateway.key;

/**
 * An admin token that has just been issued.
 *
 * @param secret what programs send; shown once, for it is kept nowhere
 */
public record IssuedToken(AdminToken token, String secret) {

  /** For logs: never the secret. */
  @Override
  public String toString() {
    return token.id();
  }
}
