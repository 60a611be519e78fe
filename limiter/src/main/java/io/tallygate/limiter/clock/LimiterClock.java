package io.tallygate.limiter.clock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The limiter's time: microseconds since the Unix epoch that never go back. Thread-safe. */
public final class LimiterClock {

  /*
   * Each reading is the later of the wall clock and of the last reading plus 0.9 of the time that
   * went by since. So a wall clock that is set forward is followed at once; one that is set back is
   * waited for at 0.9 speed, without ever standing still, and no window ends before its time.
   *
   *     limiter   ________/‾‾‾‾(0.9)‾‾‾/‾‾‾‾
   *     wall      ________/|  _______/        set back at |
   *
   * Invariants (the test of each has its name):
   *   clock_wallSetForward_isFollowedAtOnce
   *   clock_wallSetBack_runsAtNineTenths
   *   clock_neverGoesBack
   *   reset_isTheEndWhileClocksAgree
   *   reset_afterStepBack_isWhereTheWallWillBe
   */

  private static final long SECOND = 1_000_000; // microseconds
  private static final VarHandle LAST;

  static {
    try {
      LAST = MethodHandles.lookup().findVarHandle(LimiterClock.class, "last", Reading.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Ticker ticker;
  private volatile Reading last; // written through LAST
  private volatile long coarseMicros;

  private record Reading(long limiterNanos, long wallNanos, long monotonicNanos) {}

  public LimiterClock(Ticker ticker) {
    this.ticker = ticker;
    long wallNanos = ticker.wallMicros() * 1_000;
    this.last = new Reading(wallNanos, wallNanos, ticker.monotonicNanos());
    this.coarseMicros = wallNanos / 1_000;
  }

  /** The last precise reading of any thread, without reading a clock. */
  public long coarseMicros() {
    return coarseMicros;
  }

  /** Reads the clocks and moves the coarse time forward. */
  public long preciseMicros() {
    while (true) {
      Reading before = last;
      long monotonicNanos = ticker.monotonicNanos();
      long wallNanos = ticker.wallMicros() * 1_000;
      long elapsedNanos = Math.max(monotonicNanos - before.monotonicNanos, 0);
      long limiterNanos = Math.max(wallNanos, before.limiterNanos + elapsedNanos / 10 * 9);
      Reading after = new Reading(limiterNanos, wallNanos, before.monotonicNanos + elapsedNanos);
      if (LAST.compareAndSet(this, before, after)) {
        advanceCoarse(limiterNanos / 1_000);
        return limiterNanos / 1_000;
      }
    }
  }

  private void advanceCoarse(long micros) {
    // A racing older reading may win for a moment: coarse time may lag, and that is its contract.
    if (micros > coarseMicros) {
      coarseMicros = micros;
    }
  }

  /**
   * How long, in real microseconds, until this clock reaches {@code endSecond}; 0 if it has.
   *
   * @param nowMicros a reading of this clock
   */
  public long waitMicros(long endSecond, long nowMicros) {
    long leftMicros = endSecond * SECOND - nowMicros;
    if (leftMicros <= 0) {
      return 0;
    }
    long aheadMicros = aheadMicros();
    if (aheadMicros <= 0) {
      return leftMicros;
    }
    long slowMicros = -Math.floorDiv(-leftMicros * 10, 9);
    return Math.min(leftMicros + aheadMicros, slowMicros);
  }

  /**
   * The second at which the wall clock will stand when this clock reaches {@code endSecond}: the
   * same second, but while the wall clock has been set back and is waited for.
   */
  public long resetSecond(long endSecond, long nowMicros) {
    long aheadMicros = aheadMicros();
    if (aheadMicros <= 0) {
      return endSecond;
    }
    long wallMicros = nowMicros - aheadMicros;
    return -Math.floorDiv(-(wallMicros + waitMicros(endSecond, nowMicros)), SECOND);
  }

  private long aheadMicros() {
    Reading reading = last;
    return (reading.limiterNanos - reading.wallNanos) / 1_000;
  }
}
