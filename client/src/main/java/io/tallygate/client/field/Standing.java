package io.tallygate.client.field;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one response says of its caller's limits. Immutable.
 *
 * @param limits each limit that the response names; none if it says nothing readable
 * @param retryAfter how long the server asks to wait, over zero and at most a day
 */
public record Standing(List<LimitStanding> limits, Optional<Duration> retryAfter) {

  /** The response says nothing. */
  public static final Standing NOTHING = new Standing(List.of(), Optional.empty());

  public Standing {
    limits = List.copyOf(limits);
  }

  /**
   * One limit.
   *
   * @param name the policy's name, with its partition key if it has one; empty if it has no name
   * @param count units per window, at least 0
   * @param remaining units left, at least 0
   * @param reset time from now until more units are there, over zero
   * @param period the window's length, over zero
   */
  public record LimitStanding(
      String name,
      OptionalLong count,
      OptionalLong remaining,
      Optional<Duration> reset,
      Optional<Duration> period) {}
}
