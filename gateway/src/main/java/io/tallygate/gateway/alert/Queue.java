package io.tallygate.gateway.alert;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What event loops hand to the thread that writes: bounded, and without a lock. Thread-safe. */
final class Queue {

  /** More wait only while the database does not answer. */
  static final int CROSSINGS_MAX = 8_192; // * some 200 B = 1.6 MiB

  private final ConcurrentLinkedQueue<Crossing> crossings = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();

  /** Whether there was room; what found none is counted. */
  boolean offer(Crossing crossing) {
    if (size.incrementAndGet() > CROSSINGS_MAX) {
      size.decrementAndGet();
      dropped.increment();
      return false;
    }
    crossings.add(crossing);
    return true;
  }

  /** Moves what waits into a list, up to so many in it. Of one thread. */
  void drainTo(List<Crossing> list, int max) {
    while (list.size() < max) {
      Crossing crossing = crossings.poll();
      if (crossing == null) {
        return;
      }
      size.decrementAndGet();
      list.add(crossing);
    }
  }

  boolean isEmpty() {
    return crossings.isEmpty();
  }

  /** How many found no room. */
  long dropped() {
    return dropped.sum();
  }
}
