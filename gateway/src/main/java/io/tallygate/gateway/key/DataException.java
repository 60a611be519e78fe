package io.tallygate.gateway.key;

import org.jspecify.annotations.Nullable;

/**
 * What is kept does not allow what was asked: there is no such key, no room, no readable database.
 * The message says the rule, the value and the way out, and bears no secret.
 */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What stands in the way, for those who answer programs. */
  public enum Reason {
    /** There is no such key, owner, plan or override. */
    NOT_FOUND,
    /** What is there already does not go with it. */
    CONFLICT,
    /** It was changed by somebody else since it was read. */
    STALE,
    /** There are as many as there may be. */
    FULL,
    /** The database cannot be reached or used. */
    UNAVAILABLE
  }

  private final Reason reason;

  public DataException(Reason reason, String message) {
    this(reason, message, null);
  }

  public DataException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
