package io.tallygate.limiter.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Words on the heap. */
final class HeapWords extends Words {

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  /**
   * The words begin this far behind the array's own 16 bytes, at the 64th byte: so no slot lies
   * across two lines of the cache where large arrays stand at round addresses, as G1 has them.
   */
  private static final int FIRST = 6;

  private final long[] words;

  HeapWords(int size) {
    this.words = new long[FIRST + size];
  }

  @Override
  long get(int word) {
    return (long) LONGS.getAcquire(words, FIRST + word);
  }

  @Override
  long peek(int word) {
    return (long) LONGS.get(words, FIRST + word);
  }

  /** As everywhere, but the array is read once: behind an ordered read it would be read again. */
  @Override
  long wordOf(int slot, long idHigh, long idLow) {
    long[] all = words;
    int at = FIRST + slot;
    long word = (long) LONGS.getAcquire(all, at + Slot.WORD);
    return all[at + Slot.ID_HIGH] == idHigh && all[at + Slot.ID_LOW] == idLow ? word : 0;
  }

  @Override
  void set(int word, long value) {
    LONGS.setRelease(words, FIRST + word, value);
  }

  @Override
  boolean swap(int word, long before, long after) {
    return LONGS.compareAndSet(words, FIRST + word, before, after);
  }
}
