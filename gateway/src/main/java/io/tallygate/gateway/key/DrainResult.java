package io.tallygate.gateway.key;

/** What became of a request to drain a group for a key. */
public sealed interface DrainResult {

  /**
   * Nothing is left until the window's end.
   *
   * @param units how many were used up, 0 if none were left
   */
  record Drained(long units) implements DrainResult {}

  /**
   * Nothing was done.
   *
   * @param reason in one line
   */
  record Refused(String reason) implements DrainResult {}
}
