package io.tallygate.sandbox.execution;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A job on its thread, which can be interrupted until it ends, and not a moment later. */
final class Running {

  private final CountDownLatch interrupted = new CountDownLatch(1);
  private @Nullable Thread thread; // guarded by this
  private boolean late; // guarded by this

  Running(Thread thread) {
    this.thread = thread;
  }

  synchronized void cancel() {
    interrupt();
  }

  /** It took too long. */
  synchronized void expire() {
    late = thread != null;
    interrupt();
  }

  private void interrupt() {
    if (thread != null) {
      thread.interrupt();
      interrupted.countDown();
    }
  }

  synchronized boolean isLate() {
    return late;
  }

  boolean isInterrupted() {
    return interrupted.getCount() == 0;
  }

  /** Waits, unless it is interrupted. */
  void pause(Duration time) throws InterruptedException {
    if (interrupted.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException();
    }
  }

  /** Waits until it is interrupted. */
  void hang() throws InterruptedException {
    interrupted.await();
    throw new InterruptedException();
  }

  /** From now on nothing interrupts the thread any more: it does something else. */
  synchronized void end() {
    thread = null;
    Thread.interrupted();
  }
}
