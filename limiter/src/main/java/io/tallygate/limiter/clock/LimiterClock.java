package io.tallygate.limiter.clock;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

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
   * With m the monotonic time and w the wall's, that is L = 0.9 m + D, where D is the greatest
   * w - 0.9 m ever read. D only grows, in any order of threads, so one atomic maximum is all the
   * state there is. The wall is read before the monotonic clock: a thread that is paused between
   * the two then reads a D too small, which the next reading mends; the other way round D would be
   * too great for good, and windows would end early.
   *
   * Invariants (the test of each has its name):
   *   clock_wallSetForward_isFollowedAtOnce
   *   clock_wallSetBack_runsAtNineTenths
   *   clock_readOften_runsAtNineTenths
   *   clock_pausedBetweenReadings_isNotAhead
   *   clock_manyThreads_neverGoesBack
   *   clock_outOfRange_isRefused
   *   reset_clocksAgree_isTheEnd
   *   reset_afterStepBack_isWhereTheWallWillBe
   */

  /** A wall clock past this is refused: ends of windows are 32 bits, which last until 2106. */
  public static final long SECOND_MAX = 4_260_211_200L; // 2105-01-01T00:00:00Z

  private static final long SECOND = 1_000_000; // microseconds

  private static final AtomicLongFieldUpdater<LimiterClock> COARSE =
      AtomicLongFieldUpdater.newUpdater(LimiterClock.class, "coarseMicros");

  private final Ticker ticker;
  private final long originNanos;
  private final AtomicLong lead = new AtomicLong(); // D, tenths of a microsecond
  private volatile long coarseMicros;
  private volatile long aheadMicros; // as of some thread's last precise reading

  public LimiterClock(Ticker ticker) {
    this(ticker, 0);
  }

  /**
   * @param fromMicros a time that a clock before this one showed: this one goes on from there, as
   *     after a wall clock that was set back
   */
  public LimiterClock(Ticker ticker, long fromMicros) {
    this.ticker = ticker;
    this.originNanos = ticker.monotonicNanos();
    this.lead.set(10 * fromMicros); // the monotonic time is 0
    preciseMicros();
  }

  /** The last precise reading of any thread, without reading a clock. */
  public long coarseMicros() {
    return coarseMicros;
  }

  /**
   * Reads the clocks and moves the coarse time forward.
   *
   * @throws IllegalStateException if the wall clock stands before 1970 or past {@link #SECOND_MAX};
   *     nothing has changed then, and all is well as soon as the wall clock is
   */
  public long preciseMicros() {
    long wallMicros = ticker.wallMicros();
    if (wallMicros < 0 || wallMicros > SECOND_MAX * SECOND) {
      throw new IllegalStateException(
          "wall clock must be set to 1970 to 2104: second=" + Math.floorDiv(wallMicros, SECOND));
    }
    long monotonicMicros = (ticker.monotonicNanos() - originNanos) / 1_000;
    long greatest = raise(lead, 10 * wallMicros - 9 * monotonicMicros);
    long micros = (9 * monotonicMicros + greatest) / 10;
    long ahead = micros - wallMicros;
    if (ahead != aheadMicros) {
      aheadMicros = ahead;
    }
    long coarse = coarseMicros;
    while (micros > coarse && !COARSE.compareAndSet(this, coarse, micros)) {
      coarse = coarseMicros;
    }
    return micros;
  }

  private static long raise(AtomicLong variable, long value) {
    long before = variable.get();
    while (value > before && !variable.compareAndSet(before, value)) {
      before = variable.get();
    }
    return Math.max(value, before);
  }

  /** How far this clock is ahead of the wall clock: more than 0 only after that was set back. */
  public long aheadMicros() {
    return aheadMicros;
  }

  /**
   * How long, in real microseconds, until this clock reaches {@code untilMicros}; 0 if it has.
   *
   * @param nowMicros a reading of this clock
   * @param aheadMicros how far it was ahead of the wall clock then
   */
  public static long waitMicros(long untilMicros, long nowMicros, long aheadMicros) {
    long leftMicros = untilMicros - nowMicros;
    if (leftMicros <= 0) {
      return 0;
    }
    if (aheadMicros <= 0) {
      return leftMicros;
    }
    long slowMicros = -Math.floorDiv(-leftMicros * 10, 9);
    return Math.min(leftMicros + aheadMicros, slowMicros); // the wall may be met before the end
  }

  /**
   * The second, rounded up, at which the wall clock will stand when this clock reaches {@code
   * untilMicros}: the same, but while the wall clock has been set back and is waited for.
   */
  public static long resetSecond(long untilMicros, long nowMicros, long aheadMicros) {
    long wallMicros =
        aheadMicros <= 0
            ? untilMicros
            : nowMicros - aheadMicros + waitMicros(untilMicros, nowMicros, aheadMicros);
    return -Math.floorDiv(-wallMicros, SECOND);
  }
}
