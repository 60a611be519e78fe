package io.tallygate.limiter.table;

import java.util.concurrent.locks.LockSupport;

/** Where a table's ids are at home, and the trailers of the pages: locks, times and reaches. */
final class Pages {

  private final Words words;
  private final int slots;
  private final int units; // slots and trailers
  private final long run;

  /**
   * @param run what locks and claims bear, 1 to 2^32 - 1; no other process that ever used these
   *     words had it
   */
  Pages(Words words, int slots, long run) {
    this.words = words;
    this.slots = slots;
    this.units = units(slots);
    this.run = run;
  }

  /** How many units so many slots need: a trailer follows each full page of them. */
  static int units(int slots) {
    return slots + (slots - 1) / (Slot.PAGE_UNITS - 1);
  }

  int slots() {
    return slots;
  }

  long run() {
    return run;
  }

  int units() {
    return units;
  }

  /** Whether an id of this home may have stood in a page that was lost. */
  boolean isLost(int home) {
    int unit = home;
    int left = reach(home); // slots to go
    while (!isLostPage(unit)) {
      int end = Math.min(Slot.trailerOf(unit), units); // of its page, the last of which is short
      left -= end - unit;
      if (left < 0) {
        return false;
      }
      unit = next(end - 1);
    }
    return true;
  }

  private boolean isLostPage(int unit) {
    int trailer = Slot.trailerOf(unit) * Slot.WORDS;
    return Slot.isLostMark(words.get(trailer + Slot.MARK));
  }

  /** How far from this home ids may stand. */
  int reach(int home) {
    return Slot.reach(words.get(Slot.trailerOf(home) * Slot.WORDS + Slot.TIME_REACH));
  }

  /** The unit where a counter is looked for first; never a trailer. */
  int home(long idLow) {
    int unit = (int) (((idLow >>> 32) * units) >>> 32);
    return Slot.isTrailer(unit) ? unit - 1 : unit;
  }

  /** How many slots a unit stands behind its home. */
  int distance(int home, int unit) {
    int between = unit - home - (unit / Slot.PAGE_UNITS - home / Slot.PAGE_UNITS);
    return between < 0 ? between + slots : between;
  }

  /** The unit behind one; never a trailer. */
  int next(int unit) {
    int next = unit + 1;
    if (Slot.isTrailer(next)) {
      next++;
    }
    return next >= units ? 0 : next;
  }

  /** Where the lock of an id's home page stands: it stands for the page. */
  int lockOf(long idLow) {
    return Slot.trailerOf(home(idLow)) * Slot.WORDS + Slot.LOCK;
  }

  void lock(int lock) {
    for (int spins = 0; !tryLock(lock); spins++) {
      if (spins < 100) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, 1_000); // its holder does not run
      }
    }
  }

  boolean tryLock(int lock) {
    long holder = words.get(lock);
    return holder != run && words.swap(lock, holder, run);
  }

  void unlock(int lock) {
    words.set(lock, 0);
  }

  /** The page's time. */
  long time(int lock) {
    return Slot.time(words.get(lock + Slot.TIME_REACH - Slot.LOCK));
  }

  /** Raises the page's time and reach, never lowers them. */
  void raise(int lock, long nowMicros, int reach) {
    int at = lock + Slot.TIME_REACH - Slot.LOCK;
    while (true) {
      long before = words.get(at);
      long after =
          Slot.timeReach(
              Math.max(Slot.time(before), nowMicros), Math.max(Slot.reach(before), reach));
      if (after == before || words.swap(at, before, after)) {
        return;
      }
    }
  }
}
