package io.tallygate.gateway.usage;

/**
 * How a caller stands with one limit.
 *
 * @param name the group's, for its first limit
 * @param limit units per window, in force for this caller
 * @param used units of the present window, 0 to {@code limit}
 * @param periodSeconds 0 for a limit of calls in flight
 * @param resetSecond the Unix second at which the window ends; without one open, when it would
 */
public record LimitStanding(
    String name, long limit, long used, long periodSeconds, long resetSecond) {

  public long remaining() {
    return limit - used;
  }

  /** The used part of the limit, 0 to 1. */
  public double share() {
    return limit == 0 ? 1 : (double) used / limit;
  }
}
