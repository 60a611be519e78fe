package io.tallygate.gateway.key;

import org.jspecify.annotations.Nullable;

/**
 * What is kept in the data folder does not allow what was asked: there is no such key, no room, no
 * readable database. The message says the rule, the value and the way out, and bears no secret.
 */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
