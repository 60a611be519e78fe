package io.tallygate.limiter.clock;

import java.time.Duration;

/** Clocks that stand still until a test moves them. Thread-safe. */
public final class FakeTicker implements Ticker {

  /** Where the wall clock starts: half a second past a second that no period divides. */
  public static final long START_SECOND = 1_795_510_807;

  private static final long START_MICROS = START_SECOND * 1_000_000 + 500_000;

  private long monotonicNanos = -7_000_000_000_000L; // the origin is arbitrary, and may be negative
  private long wallMicros;
  private Runnable beforeReading = () -> {};
  private long readings;

  public FakeTicker() {
    this(START_MICROS);
  }

  public FakeTicker(long wallMicros) {
    this.wallMicros = wallMicros;
  }

  @Override
  public synchronized long monotonicNanos() {
    return monotonicNanos;
  }

  @Override
  public long wallMicros() {
    Runnable now;
    synchronized (this) {
      readings++;
      now = beforeReading;
      beforeReading = () -> {};
    }
    now.run();
    synchronized (this) {
      return wallMicros;
    }
  }

  /** Lets time go by on both clocks. */
  public synchronized void advance(Duration time) {
    monotonicNanos += time.toNanos();
    wallMicros += time.toNanos() / 1_000;
  }

  /** Sets the wall clock forward, or back if negative; no time goes by. */
  public synchronized void setWallBy(Duration step) {
    wallMicros += step.toNanos() / 1_000;
  }

  /** Sets the wall clock to the start of a second; no time goes by. */
  public synchronized void setWallTo(long second) {
    wallMicros = second * 1_000_000;
  }

  /** Runs once, at the next reading, on the thread that reads: what a paused thread misses. */
  public synchronized void beforeNextReading(Runnable what) {
    beforeReading = what;
  }

  /** How often the time was read. */
  public synchronized long readings() {
    return readings;
  }
}
