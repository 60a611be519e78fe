package io.tallygate.limiter.table;

import io.tallygate.limiter.Limiter;
import java.lang.reflect.Field;

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

  /** Breaks the words of a limiter that nobody uses yet; returns it. */
  public static Limiter plant(Limiter limiter, Fault fault) {
    try {
      CounterTable table = (CounterTable) field(limiter, "table").get(limiter);
      Words broken = new BrokenWords(table.words, fault);
      for (String part : new String[] {"pages", "placement"}) {
        Object of = field(table, part).get(table);
        field(of, "words").set(of, broken);
      }
      field(table, "words").set(table, broken);
      return limiter;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("the table is not built as it was", e);
    }
  }

  private static Field field(Object of, String name) throws NoSuchFieldException {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
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
