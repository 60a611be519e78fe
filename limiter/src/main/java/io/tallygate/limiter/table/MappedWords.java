package io.tallygate.limiter.table;

import static io.tallygate.limiter.check.Checks.require;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Words in a mapped file: they outlive the process. */
final class MappedWords extends Words {

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer buffer;

  /**
   * @param buffer direct, and aligned to a word
   */
  MappedWords(ByteBuffer buffer) {
    require(
        buffer.isDirect() && buffer.alignmentOffset(0, Long.BYTES) == 0,
        "buffer must be direct and aligned: direct=%s",
        buffer.isDirect());
    this.buffer = buffer;
  }

  @Override
  long get(int word) {
    return (long) LONGS.getAcquire(buffer, word << 3);
  }

  @Override
  long peek(int word) {
    return (long) LONGS.get(buffer, word << 3);
  }

  @Override
  void set(int word, long value) {
    LONGS.setRelease(buffer, word << 3, value);
  }

  @Override
  boolean swap(int word, long before, long after) {
    return LONGS.compareAndSet(buffer, word << 3, before, after);
  }
}
