package io.tallygate.gateway.key;

/**
 * A key that has just been issued.
 *
 * @param secret what its caller sends; shown once, for it is kept nowhere
 */
public record IssuedKey(ApiKey key, String secret) {

  /** For logs: never the secret. */
  @Override
  public String toString() {
    return key.id();
  }
}
