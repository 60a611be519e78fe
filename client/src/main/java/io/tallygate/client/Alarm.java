package io.tallygate.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Wakes who waits for a time to pass. Thread-safe; tests pass one that needs no time. */
public interface Alarm {

  /** Completes after so many nanoseconds; cancelling it spares the wake-up. */
  CompletableFuture<Void> after(long nanos);

  /** The JDK's own timer thread, which all of a process share. */
  Alarm SYSTEM =
      nanos -> new CompletableFuture<Void>().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
}
