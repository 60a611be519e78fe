package io.tallygate.limiter.table;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.algorithm.SlidingWindow;
import io.tallygate.limiter.algorithm.Tail;
import io.tallygate.limiter.policy.Eviction;
import java.lang.invoke.VarHandle;

/** Counters by 128-bit id, in storage that is fixed at the start. Thread-safe. */
public final class CounterTable {

  /*
   * Slots stand in pages (see Slot). An id's home is one slot; it stands there or in one of the
   * next ones, at most as far as its home page's reach says.
   *
   *     home             first of the id's free places
   *      |                 |
   *     [x][x][x][x][x][x][ ][x]...      x: other ids, live or ended
   *      |<---- at most reach ---->|
   *
   * Reading and charging a counter takes no lock: a reader reads the word, the tail, the id, and
   * the word again, and swaps the word that it read for a new one. That is sound because no word
   * ever comes back under another id: a slot changes its owner only at a time at which every word
   * that its owner ever had lies in the past, to a word that lies in the future. (Words of different
   * rules never meet: Gcra's are below 2^53, InFlight's below 2^60, windows' above 2^61 since 1987,
   * CLAIMED above all.)
   *
   * Placing an id takes the lock of its home page, one word in the trailer. So one id never stands
   * in two slots; two ids that want one slot meet at its word, which one of them swaps for CLAIMED.
   * Lock and CLAIMED bear the number of the process's run, and are void when that run is over: what
   * a killed process held is taken over.
   *
   * The time of a page never goes back. Who takes the slot of an ended counter says so in the time
   * of that counter's home page first; who wants to place an id with an earlier time than its home
   * page's must read the clock again, or it might open a window beside one that it took for ended.
   *
   * Where the oldest counter is evicted, a live slot changes its owner, and words may come back.
   * There a charge takes its id's lock, and so does who evicts it.
   *
   * Invariants (the test of each has its name):
   *   table_liveCounter_isNeverEvicted, table_endedWindow_isReclaimed, table_full_refusesNewIds,
   *   table_oneId_oneSlot, table_manyThreads_noChargeLandsOnAnotherId,
   *   table_oldestEvicted_noChargeLandsOnAnotherId, table_earlierTime_mustReadAgain,
   *   table_killedWhileItHeldALock_isTakenOver, table_killedWhileItClaimed_isTakenOver,
   *   table_killedWhileItRenewed_isCompleted
   */

  /** No slot: the id has no counter. */
  static final int NONE = -1;

  public static final int SLOTS_MIN = 16;
  public static final int SLOTS_MAX = 66_000_000; // 2 GiB, what one buffer holds

  private static final int NEAR = 8; // units that are looked at before the reach is read
  private static final int EVICTED_REACH = 16; // where the oldest of so many goes
  private static final long CLAIMED = 0xFFFF_FFFFL << 32;

  final Words words; // tests look whose slots they are
  private final int units; // slots and trailers
  private final int slots;
  private final long run;
  private final Eviction eviction;

  /** What became of a new counter. */
  public enum Placed {
    DONE,
    /** The id has a slot by now, or the time has moved on: look again, at the precise time. */
    AGAIN,
    /** There is no room. */
    FULL
  }

  /**
   * A table in memory.
   *
   * @param slots how many counters at the very most, {@link #SLOTS_MIN} to {@link #SLOTS_MAX}
   */
  public CounterTable(int slots, Eviction eviction) {
    this(new HeapWords(words(slots)), slots, 1, eviction);
  }

  /**
   * @param run 1 to 2^32 - 1; no other process that ever used these words had this number
   */
  CounterTable(Words words, int slots, long run, Eviction eviction) {
    this.words = words;
    this.units = units(slots);
    this.slots = slots;
    this.run = run;
    this.eviction = eviction;
  }

  /** How many words a table of so many slots has: whole pages. */
  static int words(int slots) {
    require(
        slots >= SLOTS_MIN && slots <= SLOTS_MAX,
        "slots must be %s to %s: slots=%s",
        SLOTS_MIN,
        SLOTS_MAX,
        slots);
    return Math.multiplyExact(Slot.trailerOf(units(slots) - 1) + 1, Slot.WORDS);
  }

  private static int units(int slots) {
    return slots + (slots - 1) / (Slot.PAGE_UNITS - 1);
  }

  /** How many counters fit at the very most. */
  public int slots() {
    return slots;
  }

  // ---- an id's counter ----

  /** Finds the counter and reads it. */
  public void find(Cursor cursor) {
    locate(cursor);
    reread(cursor);
  }

  /**
   * Finds the counter and reads it, where that holds only if {@link #swap} succeeds, or {@link
   * #reread} says the same.
   */
  public void locate(Cursor cursor) {
    int home = home(cursor.idLow);
    int at = home * Slot.WORDS;
    long word = words.get(at + Slot.WORD);
    if (words.peek(at + Slot.ID_HIGH) == cursor.idHigh
        && words.peek(at + Slot.ID_LOW) == cursor.idLow
        && !isClaimed(word)) {
      cursor.slot = home;
      cursor.word = word;
      cursor.tail = words.peek(at + Slot.TAIL);
    } else {
      findFrom(home, cursor);
    }
  }

  private void findFrom(int home, Cursor cursor) {
    int unit = home;
    int reach = NEAR;
    for (int distance = 0; distance <= reach; distance++) {
      int at = unit * Slot.WORDS;
      long high = words.peek(at + Slot.ID_HIGH);
      if (high == cursor.idHigh) {
        cursor.slot = unit;
        if (read(cursor)) {
          return;
        }
      } else if (high == 0 && words.get(at + Slot.WORD) == 0) { // never used: nor those behind it
        break;
      }
      if (distance == NEAR) {
        reach = Slot.reach(words.get(Slot.trailerOf(home) * Slot.WORDS + Slot.TIME_REACH));
      }
      unit = next(unit);
    }
    cursor.clear();
  }

  /** Reads the counter where it stood last; 0 if it stands there no longer. */
  public void reread(Cursor cursor) {
    if (cursor.slot == NONE || !read(cursor)) {
      cursor.clear();
    }
  }

  private boolean read(Cursor cursor) {
    int at = cursor.slot * Slot.WORDS;
    while (true) { // each round but the last saw another call's charge between its two readings
      long word = words.get(at + Slot.WORD);
      boolean holds = holds(at, cursor);
      long tail = words.peek(at + Slot.TAIL);
      if (isClaimed(word) || !holds) {
        return false;
      }
      VarHandle.loadLoadFence();
      if (words.get(at + Slot.WORD) == word) {
        cursor.word = word;
        cursor.tail = tail;
        return true;
      }
    }
  }

  private boolean holds(int at, Cursor cursor) {
    return words.peek(at + Slot.ID_HIGH) == cursor.idHigh
        && words.peek(at + Slot.ID_LOW) == cursor.idLow;
  }

  /** Swaps the word that the cursor read for a new one; false if it has changed since. */
  public boolean swap(Cursor cursor, long after) {
    if (cursor.slot == NONE) {
      return false;
    }
    if (eviction == Eviction.NEVER) {
      return swapUnlocked(cursor, after);
    }
    int lock = lockOf(cursor.idLow);
    lock(lock);
    try {
      return holds(cursor.slot * Slot.WORDS, cursor) && swapUnlocked(cursor, after);
    } finally {
      unlock(lock);
    }
  }

  private boolean swapUnlocked(Cursor cursor, long after) {
    boolean swapped = words.swap(cursor.slot * Slot.WORDS + Slot.WORD, cursor.word, after);
    if (swapped) {
      cursor.word = after;
    }
    return swapped;
  }

  /**
   * Swaps the word and the tail of a {@link SlidingWindow} that is over for those of the next
   * window; false if they have changed since the cursor read them.
   */
  public boolean renew(Cursor cursor, long word, long tail) {
    int at = cursor.slot * Slot.WORDS;
    int lock = lockOf(cursor.idLow);
    lock(lock);
    try {
      long sealed = SlidingWindow.sealed(cursor.word);
      // A word that was read sealed was left so by a killed process, for this one has the lock.
      if (!holds(at, cursor) || !words.swap(at + Slot.WORD, cursor.word, sealed)) {
        return false;
      }
      words.set(at + Slot.TAIL, tail);
      words.set(at + Slot.WORD, word);
      cursor.word = word;
      cursor.tail = tail;
      return true;
    } finally {
      unlock(lock);
    }
  }

  /**
   * Lets a slot not change its owner before this second, although its word may lie in the past: for
   * a word that is about to be followed by an earlier one.
   */
  public void hold(Cursor cursor, long untilSecond) {
    int at = cursor.slot * Slot.WORDS + Slot.TAIL;
    long tail = cursor.tail;
    while (Tail.rest(tail) < untilSecond && holds(cursor.slot * Slot.WORDS, cursor)) {
      if (words.swap(at, tail, Tail.withRest(tail, untilSecond))) {
        return;
      }
      tail = words.get(at);
    }
  }

  // ---- a new counter ----

  /**
   * Gives a counter that has no slot one.
   *
   * @param word lies in the future of {@code nowMicros}
   */
  public Placed insert(Cursor cursor, long word, long tail, long nowMicros) {
    if (Tail.isFree(word, tail, nowMicros)) { // not require(), whose varargs box on every call
      require(false, "word must lie after now: word=%x now=%s", word, nowMicros);
    }
    int lock = lockOf(cursor.idLow);
    lock(lock);
    try {
      cursor.word = word;
      cursor.tail = tail;
      Placed placed = place(cursor, nowMicros);
      if (placed != Placed.DONE) {
        cursor.clear();
      }
      return placed;
    } finally {
      unlock(lock);
    }
  }

  private Placed place(Cursor cursor, long nowMicros) {
    int trailer = lockOf(cursor.idLow);
    if (stands(cursor) || nowMicros < time(trailer)) {
      return Placed.AGAIN;
    }
    int home = home(cursor.idLow);
    int most = Math.min(eviction == Eviction.NEVER ? Slot.REACH_MAX : EVICTED_REACH, slots) - 1;
    int unit = home;
    for (int distance = 0; distance <= most; distance++) {
      if (claim(unit, nowMicros)) {
        raise(trailer, 0, distance);
        fill(cursor, unit);
        return Placed.DONE;
      }
      unit = next(unit);
    }
    return eviction == Eviction.NEVER ? Placed.FULL : evict(cursor, nowMicros);
  }

  private void fill(Cursor cursor, int unit) {
    int at = unit * Slot.WORDS;
    words.set(at + Slot.ID_HIGH, cursor.idHigh); // not before CLAIMED can be seen
    words.set(at + Slot.ID_LOW, cursor.idLow);
    words.set(at + Slot.TAIL, cursor.tail);
    words.set(at + Slot.WORD, cursor.word);
    cursor.slot = unit;
  }

  /** Whether the id has a slot, looked for under its lock. */
  private boolean stands(Cursor cursor) {
    int unit = home(cursor.idLow);
    int reach = Slot.reach(words.get(lockOf(cursor.idLow) + Slot.TIME_REACH - Slot.LOCK));
    for (int distance = 0; distance <= reach; distance++) {
      if (holds(unit * Slot.WORDS, cursor)
          && !isClaimed(words.get(unit * Slot.WORDS + Slot.WORD))) {
        return true;
      }
      unit = next(unit);
    }
    return false;
  }

  /** Makes a slot CLAIMED if it is free. */
  private boolean claim(int unit, long nowMicros) {
    int at = unit * Slot.WORDS;
    long word = words.get(at + Slot.WORD);
    if (isClaimed(word)) {
      return word != (CLAIMED | run) && words.swap(at + Slot.WORD, word, CLAIMED | run);
    }
    long tail = words.get(at + Slot.TAIL);
    long idLow = words.get(at + Slot.ID_LOW);
    if (words.get(at + Slot.WORD) != word) {
      return false;
    }
    if (Tail.isFree(word, tail, nowMicros)) {
      if (word != 0) {
        raise(lockOf(idLow), nowMicros, 0);
      }
      return words.swap(at + Slot.WORD, word, CLAIMED | run);
    }
    return SlidingWindow.isLeft(word, tail, nowMicros) && claimLeft(at, word, nowMicros);
  }

  private boolean claimLeft(int at, long word, long nowMicros) {
    int lock = lockOf(words.get(at + Slot.ID_LOW));
    if (!tryLock(lock)) { // it is being renewed, or its page is the one whose lock is held
      return false;
    }
    try {
      raise(lock, nowMicros, 0);
      return words.swap(at + Slot.WORD, word, CLAIMED | run);
    } finally {
      unlock(lock);
    }
  }

  /** Takes the slot of the near counter that ends first. */
  private Placed evict(Cursor cursor, long nowMicros) {
    int trailer = lockOf(cursor.idLow);
    for (int tries = 0; tries < EVICTED_REACH; tries++) {
      int unit = oldest(cursor);
      int at = unit * Slot.WORDS;
      long word = words.get(at + Slot.WORD);
      int lock = lockOf(words.get(at + Slot.ID_LOW));
      if (lock != trailer && !tryLock(lock)) {
        continue;
      }
      try {
        if (lockOf(words.get(at + Slot.ID_LOW)) == lock
            && !isClaimed(word)
            && words.swap(at + Slot.WORD, word, CLAIMED | run)) {
          raise(trailer, 0, EVICTED_REACH);
          fill(cursor, unit);
          return Placed.DONE;
        }
      } finally {
        if (lock != trailer) {
          unlock(lock);
        }
      }
    }
    return Placed.AGAIN;
  }

  private int oldest(Cursor cursor) {
    int unit = home(cursor.idLow);
    int oldest = NONE;
    for (int distance = 0; distance < Math.min(EVICTED_REACH, slots); distance++) {
      if (oldest == NONE || Long.compareUnsigned(word(unit), word(oldest)) < 0) {
        oldest = unit;
      }
      unit = next(unit);
    }
    return oldest;
  }

  private long word(int unit) {
    return words.get(unit * Slot.WORDS + Slot.WORD);
  }

  // ---- a page's trailer: where an id's lock word stands names the page ----

  /** The unit where a counter is looked for first; never a trailer. */
  private int home(long idLow) {
    int unit = (int) ((idLow >>> 32) * units >>> 32);
    return Slot.isTrailer(unit) ? unit - 1 : unit;
  }

  /** The unit behind one; never a trailer. */
  private int next(int unit) {
    int next = unit + 1;
    if (Slot.isTrailer(next)) {
      next++;
    }
    return next >= units ? 0 : next;
  }

  private int lockOf(long idLow) {
    return Slot.trailerOf(home(idLow)) * Slot.WORDS + Slot.LOCK;
  }

  private void lock(int lock) {
    for (int spins = 0; !tryLock(lock); spins++) {
      if (spins < 100) {
        Thread.onSpinWait();
      } else {
        Thread.yield(); // its holder does not run
      }
    }
  }

  private boolean tryLock(int lock) {
    long holder = words.get(lock);
    return holder != run && words.swap(lock, holder, run);
  }

  private void unlock(int lock) {
    words.set(lock, 0);
  }

  private long time(int lock) {
    return Slot.time(words.get(lock + Slot.TIME_REACH - Slot.LOCK));
  }

  private void raise(int lock, long nowMicros, int reach) {
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

  // ---- the whole table ----

  private boolean isClaimed(long word) {
    return word >>> 32 == CLAIMED >>> 32;
  }

  /** How many slots are not free. Walks the whole table: for metrics, not for calls. */
  public long countLive(long nowMicros) {
    long live = 0;
    for (int unit = 0; unit < units; unit++) {
      if (!Slot.isTrailer(unit)) {
        int at = unit * Slot.WORDS;
        long tail = words.get(at + Slot.TAIL);
        long word = words.get(at + Slot.WORD);
        live += isClaimed(word) || Tail.isFree(word, tail, nowMicros) ? 0 : 1;
      }
    }
    return live;
  }
}
