package io.tallygate.sandbox;

/** Rules of settings. */
final class Checks {

  private Checks() {}

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
