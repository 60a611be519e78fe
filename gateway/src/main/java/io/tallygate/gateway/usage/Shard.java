package io.tallygate.gateway.usage;

import io.tallygate.gateway.call.EndedCall;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Where the calls of one event loop are counted: one thread counts, one other gathers. */
final class Shard {

  /*
   * The batch is passed by one reference. Who counts takes it out, so that it is nobody else's, and
   * puts it back: two writes of memory that no other thread writes in the meantime, and no waiting.
   * Who gathers puts an empty one in its place, and has to wait for the short time that it is out.
   *
   *   counts   ref -> null ... count ... null -> ref
   *   gathers  ref -> another, if it is not null
   */

  private static final int SPINS = 100;
  private static final long PAUSE_NANOS = 20_000;

  private final AtomicReference<@Nullable Batch> present = new AtomicReference<>(new Batch());
  private Batch spare = new Batch(); // of the gathering thread

  /**
   * Counts a call, in the one thread that does.
   *
   * @return whether it would be well to gather soon
   */
  boolean count(EndedCall call) {
    Batch batch = present.getAndSet(null);
    if (batch == null) {
      throw new IllegalStateException("one thread counts");
    }
    try {
      batch.add(call);
      return batch.size() == Batch.CELLS_MANY;
    } finally {
      present.setRelease(batch);
    }
  }

  /** Takes what was counted, until the next time. One thread at a time. */
  Batch take() {
    spare.clear();
    int spins = 0;
    while (true) {
      Batch counted = present.get();
      if (counted != null && present.compareAndSet(counted, spare)) {
        spare = counted;
        return counted;
      }
      if (++spins > SPINS) {
        LockSupport.parkNanos(this, PAUSE_NANOS); // the counting thread has lost its processor
      } else {
        Thread.onSpinWait();
      }
    }
  }
}
