package io.tallygate.sandbox.media.program;

import java.io.IOException;

/** A program ended badly, took too long, or wrote too much. */
public final class ProgramException extends IOException {

  private static final long serialVersionUID = 1L;

  public ProgramException(String message) {
    super(message);
  }
}
