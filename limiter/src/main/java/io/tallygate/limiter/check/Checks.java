package io.tallygate.limiter.check;

/** Refuses arguments: the rule first, then name=value. */
public final class Checks {

  private Checks() {}

  /**
   * Refuses unless {@code condition} holds.
   *
   * @param message a format string, such as {@code "count must be positive: count=%s"}
   * @throws IllegalArgumentException with the formatted message
   */
  public static void require(boolean condition, String message, Object... values) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(message, values));
    }
  }
}
