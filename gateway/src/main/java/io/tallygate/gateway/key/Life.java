package io.tallygate.gateway.key;

/**
 * Since when a key is, until when, and whether it may be used. All in Unix seconds.
 *
 * @param expirySecond the first second at which it is served no more, {@link #NO_END} for never
 * @param lastUsedSecond some seconds old at most; {@link #UNUSED} if it never was
 */
public record Life(State state, long createdSecond, long expirySecond, long lastUsedSecond) {

  public static final long NO_END = Long.MAX_VALUE;
  public static final long UNUSED = 0;

  /** What was done to a key. */
  public enum State {
    ACTIVE,
    /** Its calls are answered 403 until it is unblocked. */
    BLOCKED,
    /** For good. */
    REVOKED,
    /** Its end has come; a later end makes it active again. */
    EXPIRED
  }

  /** The state at a second, which an end may have changed. */
  public State stateAt(long second) {
    return state != State.REVOKED && second >= expirySecond ? State.EXPIRED : state;
  }
}
