package io.tallygate.limiter.clock;

import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a clock's coarse time within about a millisecond of its precise time while it is used. It
 * sleeps while nobody asks, so an idle process stays idle. Thread-safe; close it to end its thread.
 */
public final class CoarseTime implements AutoCloseable {

  /*
   * A reader sets `used`, then reads `asleep`; the thread sets `asleep`, then reads `used`. So at
   * least one of the two sees the other: either the thread does not park, or the reader wakes it.
   * While it is asleep, and once it has ended for whatever reason, readers read the clock.
   */

  private static final long TICK_NANOS = 1_000_000;
  private static final int IDLE_TICKS = 100; // a tenth of a second without a reader

  private final LimiterClock clock;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean asleep;
  private volatile boolean used;

  public CoarseTime(LimiterClock clock) {
    this.clock = clock;
    this.thread = new Thread(this::run, "tallygate-ticker");
    thread.setDaemon(true);
    thread.start();
  }

  /** Microseconds since the Unix epoch, as a rule at most a few milliseconds old. */
  public long micros() {
    if (!used) {
      used = true;
    }
    if (asleep) {
      LockSupport.unpark(thread);
      return clock.preciseMicros();
    }
    return clock.coarseMicros();
  }

  private void run() {
    try {
      int idleTicks = 0;
      while (!closed) {
        idleTicks = used ? 0 : idleTicks + 1;
        used = false;
        if (idleTicks > IDLE_TICKS) {
          sleep();
          idleTicks = 0;
        }
        LockSupport.parkNanos(this, TICK_NANOS);
        clock.preciseMicros();
      }
    } finally {
      asleep = true;
    }
  }

  private void sleep() {
    asleep = true;
    while (!used && !closed) {
      LockSupport.park(this);
    }
    clock.preciseMicros();
    asleep = false;
  }

  /** The thread that ticks. */
  Thread thread() {
    return thread;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
