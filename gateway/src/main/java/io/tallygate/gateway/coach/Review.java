package io.tallygate.gateway.coach;

import java.util.List;

/**
 * What the coach has seen of one key, and found in it.
 *
 * @param key its id
 * @param calls how many were seen since; that many at least
 * @param sinceSecond the Unix second since which calls count here, the beginning of the hour before
 *     this one, or later; 0 if nothing was seen
 * @param findings what costs most first; none is the best that there is
 */
public record Review(
    String key, State state, long calls, long sinceSecond, List<Finding> findings) {

  /** Whether there is anything to tell. */
  public enum State {
    /** The coach is switched off. */
    OFF,
    /** No call of the key was seen lately, or other keys were busier and it was forgotten. */
    NOTHING_SEEN,
    SEEN
  }

  public Review {
    findings = List.copyOf(findings);
  }

  static Review off(String key) {
    return new Review(key, State.OFF, 0, 0, List.of());
  }

  static Review nothingSeen(String key) {
    return new Review(key, State.NOTHING_SEEN, 0, 0, List.of());
  }
}
