package io.tallygate.limiter.table;

/** Words with a fault, for tables that the tests must see to be broken. */
final class BrokenWords extends Words {

  /** What is wrong with them. */
  enum Fault {
    /** A swap is a read and a write, and others come between. */
    SWAP_IS_NOT_ATOMIC,
    /** Whoever wants a lock has it, so slots are placed and renewed without. */
    LOCKS_DO_NOT_HOLD
  }

  private final Words words;
  private final Fault fault;

  BrokenWords(int slots, Fault fault) {
    this.words = new HeapWords(CounterTable.words(slots));
    this.fault = fault;
  }

  @Override
  long get(int word) {
    return words.get(word);
  }

  @Override
  long peek(int word) {
    return words.peek(word);
  }

  @Override
  void set(int word, long value) {
    words.set(word, value);
  }

  @Override
  boolean swap(int word, long before, long after) {
    return switch (fault) {
      case SWAP_IS_NOT_ATOMIC -> {
        if (words.get(word) != before) {
          yield false;
        }
        Thread.onSpinWait();
        words.set(word, after);
        yield true;
      }
      case LOCKS_DO_NOT_HOLD -> isLock(word) || words.swap(word, before, after);
    };
  }

  private static boolean isLock(int word) {
    return Slot.isTrailer(word / Slot.WORDS) && word % Slot.WORDS == Slot.LOCK;
  }
}
