package io.tallygate.command;

import org.jspecify.annotations.Nullable;

/** A command could not do what it was asked; the message says why, and the way out. */
final class CommandFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandFailed(@Nullable String message) {
    super(message);
  }
}
