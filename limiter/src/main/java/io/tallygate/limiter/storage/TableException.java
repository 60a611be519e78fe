package io.tallygate.limiter.storage;

/** A counter file that cannot be used. The message says why, and the way out. */
public final class TableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public TableException(String message) {
    super(message);
  }

  public TableException(String message, Throwable cause) {
    super(message, cause);
  }
}
