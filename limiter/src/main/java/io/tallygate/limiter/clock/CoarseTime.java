package io.tallygate.limiter.clock;

import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a clock's coarse time within about a millisecond of its precise time while it is used. It
 * sleeps while nobody asks, so an idle process stays idle. Thread-safe; close it to end its thread.
 */
public final class CoarseTime implements AutoCloseable {

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

  /** Microseconds since the Unix epoch, at most a few milliseconds old. */
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
    int idleTicks = 0;
    while (!closed) {
      if (used) {
        used = false;
        idleTicks = 0;
      } else {
        idleTicks++;
      }
      if (idleTicks > IDLE_TICKS) {
        asleep = true;
        while (!used && !closed) {
          LockSupport.park(this);
        }
        clock.preciseMicros();
        asleep = false;
        idleTicks = 0;
      }
      LockSupport.parkNanos(this, TICK_NANOS);
      clock.preciseMicros();
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
