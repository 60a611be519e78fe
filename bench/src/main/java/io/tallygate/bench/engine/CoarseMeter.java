package io.tallygate.bench.engine;

import io.github.bucket4j.TimeMeter;
import java.util.concurrent.locks.LockSupport;

/**
 * A coarse time for Bucket4j, as the limiter has one: a thread reads the clock every millisecond.
 */
final class CoarseMeter implements TimeMeter, AutoCloseable {

  private static final long TICK_NANOS = 1_000_000;

  private volatile long nanos = System.nanoTime();
  private volatile boolean closed;

  CoarseMeter() {
    Thread thread = new Thread(this::run, "coarse-meter");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(TICK_NANOS);
      nanos = System.nanoTime();
    }
  }

  @Override
  public long currentTimeNanos() {
    return nanos;
  }

  @Override
  public boolean isWallClockBased() {
    return false;
  }

  @Override
  public void close() {
    closed = true;
  }
}
