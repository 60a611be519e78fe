package io.tallygate.gateway;

import io.tallygate.gateway.metrics.Metrics;
import io.tallygate.limiter.Limiter;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log when there is no room for counters, and when their file cannot be written: off
 * the way of the calls, and once in a while however many there are. Close it to end its thread.
 */
final class CounterWarnings implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CounterWarnings.class);

  private static final long PAUSE_NANOS = 1_000_000_000;
  private static final int FULL_EVERY = 10; // looks between two lines

  private final Limiter limiter;
  private final Metrics metrics;
  private final Thread thread;
  private volatile boolean closed;
  private @Nullable String failure; // the thread's alone, as all below
  private long told;
  private int rest;

  CounterWarnings(Limiter limiter, Metrics metrics) {
    this.limiter = limiter;
    this.metrics = metrics;
    this.thread = new Thread(this::run, "tallygate-counters");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(this, PAUSE_NANOS);
      lookForRoom();
      lookForSync();
    }
  }

  private void lookForRoom() {
    long calls = metrics.countersFullCalls();
    rest = Math.max(rest - 1, 0);
    if (calls > told && rest == 0) {
      LOG.warn(
          "no room for counters: calls={} max={}, settled by on-full; give more with counters=N, a"
              + " file by `tallygate table resize`",
          calls - told,
          limiter.counters());
      told = calls;
      rest = FULL_EVERY;
    }
  }

  private void lookForSync() {
    String now = limiter.syncFailure();
    if (now != null && !Objects.equals(now, failure)) {
      LOG.warn(
          "counter file cannot be written to the disk: cause={}; counts go on and outlive the"
              + " process, but not the machine",
          now);
    } else if (now == null && failure != null) {
      LOG.info("counter file is written to the disk again");
    }
    failure = now;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
