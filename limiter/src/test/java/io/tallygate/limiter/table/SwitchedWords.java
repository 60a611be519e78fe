package io.tallygate.limiter.table;

import io.tallygate.limiter.Limiter;
import java.util.HashSet;
import java.util.Set;

/**
 * Words of one thread, in which something else comes just before a write, as another thread would:
 * but not while a lock is held, for which that would wait. Not thread-safe.
 */
public final class SwitchedWords extends Words {

  private final Words words;
  private final Runnable between;
  private final Set<Integer> held = new HashSet<>();
  private boolean switched; // to what comes between

  private SwitchedWords(Words words, Runnable between) {
    this.words = words;
    this.between = between;
  }

  /** Puts them under the table of a limiter that nobody uses yet; returns the limiter. */
  public static Limiter plant(Limiter limiter, Runnable between) {
    return PlantedWords.plant(limiter, words -> new SwitchedWords(words, between));
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
    comeBetween();
    words.set(word, value);
    hold(word, value);
  }

  @Override
  boolean swap(int word, long before, long after) {
    comeBetween();
    boolean swapped = words.swap(word, before, after);
    if (swapped) {
      hold(word, after);
    }
    return swapped;
  }

  private void comeBetween() {
    if (!switched && held.isEmpty()) {
      switched = true;
      between.run();
      switched = false;
    }
  }

  private void hold(int word, long value) {
    if (PlantedWords.isLock(word)) {
      if (value == 0) {
        held.remove(word);
      } else {
        held.add(word);
      }
    }
  }
}
