package io.tallygate.gateway.key;

/** What can be done with admin tokens. What was done is on the disk when a method returns. */
public interface Tokens {

  /** There are at most this many tokens, ended ones included. */
  int TOKENS_MAX = 1_000;

  /**
   * Issues a token.
   *
   * @param expirySecond Unix seconds, {@link Life#NO_END} for never
   * @throws DataException if there are {@link #TOKENS_MAX}
   */
  IssuedToken create(String name, Role role, long expirySecond);

  /** The oldest first, ended ones too. */
  Page<AdminToken> list(Page.Request page);

  /**
   * Ends a token for good; changes nothing if it is so already.
   *
   * @throws DataException if there is none of this id
   */
  AdminToken revoke(String id);
}
