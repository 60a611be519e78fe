package io.tallygate.command;

/** Something is set that cannot be; the message says what, where, and the way out. */
final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SettingsException(String message) {
    super(message);
  }
}
