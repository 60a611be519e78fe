package io.tallygate.gateway.usage.trial;

import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import java.util.List;

/**
 * One limit of one caller, whose number changes with the terms of its overrides: the extremes over
 * the time of a trial.
 *
 * @param limit with the policy's own number
 * @param countLeast of the numbers that were in force
 * @param countMost of the numbers that were in force
 * @param smooth the extremes in microseconds, of a smooth limit
 */
record Span(Limit limit, long countLeast, long countMost, Smooth smooth) {

  /**
   * What a smooth limit's number makes of its bucket, in microseconds.
   *
   * @param intervalLeast in which a unit comes back
   * @param roomMost the largest bucket, as the time in which it fills
   * @param debtLeast the least debt with which a call may have been refused
   */
  record Smooth(long intervalLeast, long intervalMost, long roomMost, long debtLeast) {

    static final Smooth NONE = new Smooth(0, 0, 0, 0);
  }

  /** Of the limits that were in force, one after the other; at least one. */
  static Span of(List<Limit> inForce) {
    long least = Long.MAX_VALUE;
    long most = 0;
    long intervalLeast = Long.MAX_VALUE;
    long intervalMost = 0;
    long roomMost = 0;
    long debtLeast = Long.MAX_VALUE;
    for (Limit limit : inForce) {
      least = Math.min(least, limit.count());
      most = Math.max(most, limit.count());
      long interval = interval(limit);
      intervalLeast = Math.min(intervalLeast, interval);
      intervalMost = Math.max(intervalMost, interval);
      roomMost = Math.max(roomMost, limit.burst() * interval);
      debtLeast = Math.min(debtLeast, (limit.burst() - 1) * interval);
    }
    boolean smooth = inForce.get(0).algorithm() == Algorithm.SMOOTH;
    return new Span(
        inForce.get(0),
        least,
        most,
        smooth ? new Smooth(intervalLeast, intervalMost, roomMost, debtLeast) : Smooth.NONE);
  }

  private static long interval(Limit limit) {
    return limit.algorithm() == Algorithm.SMOOTH
        ? -Math.floorDiv(-limit.period().toSeconds() * 1_000_000, limit.count())
        : 0;
  }

  long periodSeconds() {
    return limit.period().toSeconds();
  }
}
