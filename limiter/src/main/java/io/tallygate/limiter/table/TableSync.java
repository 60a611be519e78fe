package io.tallygate.limiter.table;

import java.io.IOError;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a counter file to the disk at its interval, and tells it the limiter's time once a second.
 * Thread-safe; close it to end its thread.
 */
public final class TableSync implements AutoCloseable {

  private static final long SECOND = 1_000_000_000; // nanoseconds

  private final TableFile file;
  private final LongSupplier micros;
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable String failure;

  /**
   * @param micros the limiter's time
   */
  public TableSync(TableFile file, LongSupplier micros) {
    this.file = file;
    this.micros = micros;
    this.thread = new Thread(this::run, "tallygate-table-sync");
    thread.setDaemon(true);
    thread.start();
  }

  /** Why the last writing failed; null if it did not. */
  public @Nullable String failure() {
    return failure;
  }

  private void run() {
    long interval = file.config().sync().toNanos() / 1_000; // microseconds
    long pause = interval == 0 ? SECOND : Math.min(1_000 * interval, SECOND);
    long last = 0;
    while (!closed) {
      LockSupport.parkNanos(this, pause);
      try {
        long now = micros.getAsLong();
        file.time(now);
        if (interval > 0 && now - last >= interval) {
          last = now;
          file.sync(now);
        }
        failure = null;
      } catch (RuntimeException | IOError e) { // a disk that fails, a clock that is refused
        failure = String.valueOf(e.getMessage());
      }
    }
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
