package io.tallygate.limiter.table;

import io.tallygate.limiter.algorithm.SlidingWindow;
import io.tallygate.limiter.algorithm.Tail;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.table.CounterTable.Placed;

/** Finds a slot for a new id, whose lock is held: a free one, or the oldest one's. */
final class Placement {

  private static final int EVICTED_REACH = 16; // where the oldest of so many goes

  private final Words words;
  private final Pages pages;
  private final int most; // how many slots are looked at
  private final long claimed;
  private final Eviction eviction;

  Placement(Words words, Pages pages, Eviction eviction) {
    this.words = words;
    this.pages = pages;
    this.most =
        Math.min(eviction == Eviction.NEVER ? Slot.REACH_MAX : EVICTED_REACH, pages.slots());
    this.claimed = Slot.claimed(pages.run());
    this.eviction = eviction;
  }

  Placed place(Cursor cursor, long nowMicros) {
    int trailer = pages.lockOf(cursor.idLow);
    if (stands(cursor) || nowMicros < pages.time(trailer)) {
      return Placed.AGAIN;
    }
    int home = pages.home(cursor.idLow);
    int unit = home;
    for (int distance = 0; distance < most; distance++) {
      if (claim(unit, trailer, nowMicros)) {
        pages.raise(trailer, 0, distance);
        fill(cursor, unit);
        return Placed.DONE;
      }
      unit = pages.next(unit);
    }
    return eviction == Eviction.NEVER ? Placed.FULL : evict(cursor);
  }

  private void fill(Cursor cursor, int unit) {
    int at = unit * Slot.WORDS;
    words.set(at + Slot.ID_HIGH, cursor.idHigh); // not before the claim can be seen
    words.set(at + Slot.ID_LOW, cursor.idLow);
    words.set(at + Slot.TAIL, cursor.tail);
    words.set(at + Slot.WORD, cursor.word);
    cursor.slot = unit;
  }

  /** Whether the id has a slot, looked for under its lock. */
  private boolean stands(Cursor cursor) {
    int unit = pages.home(cursor.idLow);
    int reach = pages.reach(unit);
    for (int distance = 0; distance <= reach; distance++) {
      if (cursor.isAt(words, unit * Slot.WORDS)
          && !Slot.isClaimed(words.get(unit * Slot.WORDS + Slot.WORD))) {
        return true;
      }
      unit = pages.next(unit);
    }
    return false;
  }

  /**
   * Claims a slot if it is free.
   *
   * @param held the lock that this thread holds
   */
  private boolean claim(int unit, int held, long nowMicros) {
    int at = unit * Slot.WORDS;
    long word = words.get(at + Slot.WORD);
    if (Slot.isClaimed(word)) {
      return word != claimed && words.swap(at + Slot.WORD, word, claimed);
    }
    long tail = words.get(at + Slot.TAIL);
    long idLow = words.get(at + Slot.ID_LOW);
    if (words.get(at + Slot.WORD) != word) {
      return false;
    }
    if (Tail.isFree(word, tail, nowMicros)) {
      if (word != 0) {
        pages.raise(pages.lockOf(idLow), nowMicros, 0);
      }
      return words.swap(at + Slot.WORD, word, claimed);
    }
    return SlidingWindow.isLeft(word, tail, nowMicros) && claimLeft(at, word, held, nowMicros);
  }

  private boolean claimLeft(int at, long word, int held, long nowMicros) {
    int lock = pages.lockOf(words.get(at + Slot.ID_LOW));
    if (lock != held && !pages.tryLock(lock)) { // it is being renewed
      return false;
    }
    try {
      pages.raise(lock, nowMicros, 0);
      return words.swap(at + Slot.WORD, word, claimed);
    } finally {
      if (lock != held) {
        pages.unlock(lock);
      }
    }
  }

  /** Takes the slot of the near counter that ends first. */
  private Placed evict(Cursor cursor) {
    int trailer = pages.lockOf(cursor.idLow);
    for (int tries = 0; tries < EVICTED_REACH; tries++) {
      int unit = oldest(cursor);
      int at = unit * Slot.WORDS;
      long word = words.get(at + Slot.WORD);
      int lock = pages.lockOf(words.get(at + Slot.ID_LOW));
      if (lock != trailer && !pages.tryLock(lock)) {
        continue;
      }
      try {
        if (pages.lockOf(words.get(at + Slot.ID_LOW)) == lock
            && !Slot.isClaimed(word)
            && words.swap(at + Slot.WORD, word, claimed)) {
          pages.raise(trailer, 0, EVICTED_REACH);
          fill(cursor, unit);
          return Placed.DONE;
        }
      } finally {
        if (lock != trailer) {
          pages.unlock(lock);
        }
      }
    }
    return Placed.AGAIN;
  }

  private int oldest(Cursor cursor) {
    int unit = pages.home(cursor.idLow);
    int oldest = CounterTable.NONE;
    for (int distance = 0; distance < most; distance++) {
      if (oldest == CounterTable.NONE || Long.compareUnsigned(word(unit), word(oldest)) < 0) {
        oldest = unit;
      }
      unit = pages.next(unit);
    }
    return oldest;
  }

  private long word(int unit) {
    return words.get(unit * Slot.WORDS + Slot.WORD);
  }
}
