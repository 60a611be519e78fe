package io.tallygate.gateway.key;

/**
 * What a key is to be.
 *
 * @param expirySecond {@link Life#NO_END} for never
 */
public record NewKey(Description description, Standing standing, long expirySecond) {

  /** A key that has a name and nothing else. */
  public static NewKey of(String name) {
    return new NewKey(Description.of(name), Standing.NONE, Life.NO_END);
  }
}
