package io.tallygate.limiter.table;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.algorithm.Gcra;
import io.tallygate.limiter.algorithm.SlidingWindow;
import io.tallygate.limiter.algorithm.Tail;
import io.tallygate.limiter.policy.Eviction;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;

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
   * that its owner ever had lies in the past, to a word that lies in the future. (Words of unlike
   * rules never meet: Gcra's are below 2^53, InFlight's below 2^60, windows' above 2^61 since 1987,
   * claimed ones above all.)
   *
   * Placing an id takes the lock of its home page, one word in the trailer. So one id never stands
   * in two slots; two ids that want one slot meet at its word, which one of them swaps for a claim.
   * Lock and claim bear the number of the process's run, and are void when that run is over: what
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

  final Words words; // tests look whose slots they are
  private final Pages pages;
  private final Placement placement;
  private final Eviction eviction;
  private final long denyUntilMicros;

  /** What became of a new counter. */
  public enum Placed {
    DONE,
    /** The id has a slot by now, or the time has moved on: look again, at the precise time. */
    AGAIN,
    /** There is no room. */
    FULL,
    /** The id may have had a counter that was lost, and lost ones are denied. */
    LOST
  }

  /**
   * A table in memory.
   *
   * @param slots how many counters at the very most, {@link #SLOTS_MIN} to {@link #SLOTS_MAX}
   */
  public CounterTable(int slots, Eviction eviction) {
    this(new HeapWords(words(slots)), slots, eviction);
  }

  /** A table in these words. */
  CounterTable(Words words, int slots, Eviction eviction) {
    this(words, new Pages(words, slots, 1), eviction, 0);
  }

  /**
   * A table in words that outlive the process.
   *
   * @param denyUntilMicros until when ids that may have stood in a lost page are not placed
   */
  CounterTable(Words words, Pages pages, Eviction eviction, long denyUntilMicros) {
    this.words = words;
    this.pages = pages;
    this.placement = new Placement(words, pages, eviction);
    this.eviction = eviction;
    this.denyUntilMicros = denyUntilMicros;
  }

  /** How many words a table of so many slots has: whole pages. */
  static int words(int slots) {
    require(
        slots >= SLOTS_MIN && slots <= SLOTS_MAX,
        "slots must be %s to %s: slots=%s",
        SLOTS_MIN,
        SLOTS_MAX,
        slots);
    return Math.multiplyExact(Slot.trailerOf(Pages.units(slots) - 1) + 1, Slot.WORDS);
  }

  /** What a table of so many slots takes. */
  public static long bytes(int slots) {
    return (long) words(slots) * Long.BYTES;
  }

  /** How many counters fit at the very most. */
  public int slots() {
    return pages.slots();
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
    int home = pages.home(cursor.idLow);
    int at = home * Slot.WORDS;
    long word = words.get(at + Slot.WORD);
    if (cursor.isAt(words, at) && !Slot.isClaimed(word)) {
      cursor.slot = home;
      cursor.word = word;
      cursor.tail = words.peek(at + Slot.TAIL);
    } else {
      findFrom(home, cursor);
    }
  }

  // Without a cursor, for who knows how far from its home a counter stands.

  /** The unit so far behind a counter's home. */
  public int unit(long idLow, int distance) {
    int unit = pages.home(idLow) + distance;
    return unit < pages.units() ? unit : 0;
  }

  /** The counter's word if it stands there, else 0; it holds only if {@link #swapAt} succeeds. */
  public long wordAt(int unit, long idHigh, long idLow) {
    long word = words.wordOf(unit * Slot.WORDS, idHigh, idLow);
    return Slot.isClaimed(word) ? 0 : word;
  }

  /** Swaps the word that was read there; never where the oldest counter may be evicted. */
  public boolean swapAt(int unit, long word, long after) {
    return eviction == Eviction.NEVER && words.swap(unit * Slot.WORDS + Slot.WORD, word, after);
  }

  /** How far behind its home the cursor's counter stands; 0 if that is not known. */
  public int distance(Cursor cursor) {
    return Math.max(cursor.slot - pages.home(cursor.idLow), 0);
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
        reach = pages.reach(home);
      }
      unit = pages.next(unit);
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
      boolean holds = cursor.isAt(words, at);
      long tail = words.peek(at + Slot.TAIL);
      if (Slot.isClaimed(word) || !holds) {
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

  /** Swaps the word that the cursor read for a new one; false if it has changed since. */
  public boolean swap(Cursor cursor, long after) {
    if (cursor.slot == NONE) {
      return false;
    }
    if (eviction == Eviction.NEVER) {
      return swapUnlocked(cursor, after);
    }
    int lock = pages.lockOf(cursor.idLow);
    pages.lock(lock);
    try {
      return cursor.isAt(words, cursor.slot * Slot.WORDS) && swapUnlocked(cursor, after);
    } finally {
      pages.unlock(lock);
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
    int lock = pages.lockOf(cursor.idLow);
    pages.lock(lock);
    try {
      long sealed = SlidingWindow.sealed(cursor.word);
      // A word that was read sealed was left so by a killed process, for this one has the lock.
      if (!cursor.isAt(words, at) || !words.swap(at + Slot.WORD, cursor.word, sealed)) {
        return false;
      }
      words.set(at + Slot.TAIL, tail);
      words.set(at + Slot.WORD, word);
      cursor.word = word;
      cursor.tail = tail;
      return true;
    } finally {
      pages.unlock(lock);
    }
  }

  /**
   * Lowers the word of a {@link Gcra} bucket, because units of a charge came back. It takes the
   * id's lock: who gives back must know whether others did since the charge. The slot is held until
   * the word that it had has passed.
   *
   * @param cursor has read the word that the charge left
   * @param earliest when the charge's units will have come back for sure; {@link Gcra#earliest}
   * @param backMicros how far the units that come back had moved the word on
   * @param clock the limiter's, in microseconds. It is read after the word: a thread that is paused
   *     between its clock and the word would give back what time brings back meanwhile
   */
  public void lower(Cursor cursor, long earliest, long backMicros, LongSupplier clock) {
    long charged = cursor.word;
    int lock = pages.lockOf(cursor.idLow);
    pages.lock(lock);
    try {
      reread(cursor);
      while (cursor.slot != NONE) {
        long until = Gcra.isUntouched(cursor.tail, charged) ? charged : earliest;
        long owed = Gcra.owed(until, clock.getAsLong(), backMicros);
        if (owed <= 0) {
          return;
        }
        if (hold(cursor) && swapUnlocked(cursor, Gcra.lowered(cursor.word, owed))) {
          return;
        }
        reread(cursor);
      }
    } finally {
      pages.unlock(lock);
    }
  }

  /** Lets a slot not change its owner before its word has passed, for an earlier one follows. */
  private boolean hold(Cursor cursor) {
    long held = Gcra.held(cursor.tail, cursor.word);
    boolean done = words.swap(cursor.slot * Slot.WORDS + Slot.TAIL, cursor.tail, held);
    if (done) {
      cursor.tail = held;
    }
    return done;
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
    int lock = pages.lockOf(cursor.idLow);
    pages.lock(lock);
    try {
      cursor.word = word;
      cursor.tail = tail;
      Placed placed =
          nowMicros < denyUntilMicros && pages.isLost(pages.home(cursor.idLow))
              ? Placed.LOST
              : placement.place(cursor, nowMicros);
      if (placed != Placed.DONE) {
        cursor.clear();
      }
      return placed;
    } finally {
      pages.unlock(lock);
    }
  }

  // ---- the whole table ----

  /** How many slots are not free. Walks the whole table: for metrics, not for calls. */
  public long countLive(long nowMicros) {
    long live = 0;
    for (int unit = 0; unit < pages.units(); unit++) {
      if (!Slot.isTrailer(unit)) {
        int at = unit * Slot.WORDS;
        long tail = words.get(at + Slot.TAIL);
        long word = words.get(at + Slot.WORD);
        live += Slot.isClaimed(word) || Tail.isFree(word, tail, nowMicros) ? 0 : 1;
      }
    }
    return live;
  }
}
