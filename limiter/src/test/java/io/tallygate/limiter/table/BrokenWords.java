package io.tallygate.limiter.table;

import io.tallygate.limiter.Limiter;

/** Words with a fault, for tables that the tests must see to be broken. */
public final class BrokenWords extends Words {

  /** What is wrong with them. */
  public enum Fault {
    /** A swap is a read and a write, and others come between. */
    SWAP_IS_NOT_ATOMIC,
    /** Whoever wants a lock has it, so slots are placed and renewed without. */
    LOCKS_DO_NOT_HOLD
  }

  private final Words words;
  private final Fault fault;

  BrokenWords(int slots, Fault fault) {
    this(new HeapWords(CounterTable.words(slots)), fault);
  }

  private BrokenWords(Words words, Fault fault) {
    this.words = words;
    this.fault = fault;
  }

  /** Breaks the table of a limiter that nobody uses yet; returns the limiter. */
  public static Limiter plant(Limiter limiter, Fault fault) {
    return PlantedWords.plant(limiter, words -> new BrokenWords(words, fault));
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
      case LOCKS_DO_NOT_HOLD -> PlantedWords.isLock(word) || words.swap(word, before, after);
    };
  }
}
