package io.tallygate.webhooks.destination;

import org.jspecify.annotations.Nullable;

/** A delivery may not go there. The message says the rule, and nothing of what was found there. */
public final class TargetException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TargetException(String message) {
    super(message);
  }

  TargetException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
