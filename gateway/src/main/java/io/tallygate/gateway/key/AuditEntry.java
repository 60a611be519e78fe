package io.tallygate.gateway.key;

/**
 * One change, as it is kept for good.
 *
 * @param number the later the larger
 * @param second Unix seconds
 * @param action such as {@code key.create}, {@code limit.set}
 * @param target whose: an id or a plan's name
 */
public record AuditEntry(
    long number, long second, Actor actor, String action, String target, Difference difference) {

  /**
   * What was, and what became of it: JSON objects without any secret; empty where there was or is
   * nothing.
   */
  public record Difference(String before, String after) {}
}
