package io.tallygate.limiter.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Words on the heap. */
final class HeapWords extends Words {

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] words;

  HeapWords(int size) {
    this.words = new long[size];
  }

  @Override
  long get(int word) {
    return (long) LONGS.getAcquire(words, word);
  }

  @Override
  long peek(int word) {
    return (long) LONGS.get(words, word);
  }

  @Override
  void set(int word, long value) {
    LONGS.setRelease(words, word, value);
  }

  @Override
  boolean swap(int word, long before, long after) {
    return LONGS.compareAndSet(words, word, before, after);
  }
}
