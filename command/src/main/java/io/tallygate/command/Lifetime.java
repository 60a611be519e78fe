package io.tallygate.command;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/** What has to be ended with a running command, the last first. Thread-safe. */
final class Lifetime implements AutoCloseable {

  private final Deque<Runnable> ends = new ArrayDeque<>(); // guarded by itself
  private boolean closed; // guarded by ends

  /** A lifetime that SIGTERM and SIGINT end, also while the command is still starting. */
  static Lifetime ofProcess() {
    Lifetime lifetime = new Lifetime();
    Runtime.getRuntime().addShutdownHook(new Thread(lifetime::close, "tallygate-stop"));
    return lifetime;
  }

  /** Adds what is to be run at the end; at once if that has come. */
  void onEnd(Runnable end) {
    synchronized (ends) {
      if (!closed) {
        ends.push(end);
        return;
      }
    }
    end.run();
  }

  /**
   * Waits for ever. A signal runs what was added and ends the process, with the exit code that the
   * JVM has for it: 143 for SIGTERM, 130 for SIGINT.
   */
  void await() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    while (true) {
      Runnable end;
      synchronized (ends) {
        closed = true;
        end = ends.poll();
      }
      if (end == null) {
        return;
      }
      end.run();
    }
  }
}
