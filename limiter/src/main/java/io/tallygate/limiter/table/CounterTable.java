package io.tallygate.limiter.table;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.algorithm.FixedWindow;
import io.tallygate.limiter.policy.Eviction;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counters by 128-bit id, in memory that is fixed at the start. Thread-safe. */
public final class CounterTable {

  /*
   * A slot is three words; eight slots are a bucket; an id may stand in either of two buckets.
   *
   *     slot    | id high | id low | window |      24 bytes
   *
   *     window  0        never used
   *             -1       changing its owner (CLAIMED); readers pass over it
   *             else     FixedWindow's word; a slot whose window has ended is free
   *
   * Reading and charging a counter takes no lock: a reader reads the word, the id, and the word
   * again, and swaps the word that it read for a new one. That is sound because no word ever comes
   * back under another id. The ends of one slot's words never go back, and a slot changes its owner
   * only at a time that its last end has reached, to a word that ends later than that time: so at
   * each change of owner the end grows. Which thread's time it is does not matter.
   *
   * Giving a slot to a new id takes the locks of the id's two buckets, in ascending order. So one
   * id never stands in two slots, and only a charge of the slot's last owner can come between. The
   * time of a bucket never goes back: who comes with an earlier second than the last one there
   * must read the clock again, or it might open a window beside one that it took for ended.
   *
   * Where the oldest counter is evicted, a live slot changes its owner, and words may come back.
   * There a charge takes the bucket's lock too, and looks at the id under it.
   *
   * Invariants (the test of each has its name):
   *   table_liveCounter_isNeverEvicted, table_endedWindow_isReclaimed, table_full_refusesNewIds,
   *   table_oneId_oneSlot, table_manyThreads_noChargeLandsOnAnotherId,
   *   table_oldestEvicted_noChargeLandsOnAnotherId, table_earlierSecond_mustReadAgain
   */

  /** No slot: the id has no counter. */
  static final int NONE = -1;

  public static final int SLOTS_MIN = 16;

  public static final int SLOTS_MAX = 1 << 26; // 64 Mi slots * 24 B = 1.5 GiB

  private static final int BUCKET_SLOTS = 8;
  private static final int SLOT_WORDS = 3;
  private static final int WINDOW = 2;
  private static final long CLAIMED = -1;
  private static final int LOCKS = 256;
  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

  final long[] words; // tests look whose slots they are
  private final int bucketMask;
  private final Eviction eviction;
  private final Lock[] locks = new Lock[LOCKS];

  /** Guards who owns the slots of some buckets. */
  private static final class Lock {
    long latestSecond = Long.MIN_VALUE;
  }

  /** What became of a new counter. */
  public enum Placed {
    DONE,
    /** The id has a slot by now, or the time has moved on: look again, at the precise time. */
    AGAIN,
    /** There is no room. */
    FULL
  }

  /**
   * @param slots how many counters at most, {@link #SLOTS_MIN} to {@link #SLOTS_MAX}; rounded up to
   *     a power of two
   */
  public CounterTable(int slots, Eviction eviction) {
    require(
        slots >= SLOTS_MIN && slots <= SLOTS_MAX,
        "slots must be %s to %s: slots=%s",
        SLOTS_MIN,
        SLOTS_MAX,
        slots);
    int rounded = rounded(slots);
    this.words = new long[Math.multiplyExact(rounded, SLOT_WORDS)];
    this.bucketMask = rounded / BUCKET_SLOTS - 1;
    this.eviction = eviction;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Lock();
    }
  }

  static int rounded(int slots) {
    return Integer.highestOneBit(slots - 1) << 1;
  }

  /** How many counters fit at the very most. */
  public int slots() {
    return (bucketMask + 1) * BUCKET_SLOTS;
  }

  /** Finds the counter and reads its word. */
  public void find(Cursor cursor) {
    int slot = findIn(firstBucket(cursor), cursor);
    cursor.slot = slot != NONE ? slot : findIn(secondBucket(cursor), cursor);
    reread(cursor);
  }

  private int findIn(int bucket, Cursor cursor) {
    int slot = bucket * BUCKET_SLOTS;
    for (int end = slot + BUCKET_SLOTS; slot < end; slot++) {
      if (holds(slot, cursor)) {
        return slot;
      }
    }
    return NONE;
  }

  private boolean holds(int slot, Cursor cursor) {
    int at = slot * SLOT_WORDS;
    return (long) WORDS.getAcquire(words, at) == cursor.idHigh
        && (long) WORDS.getAcquire(words, at + 1) == cursor.idLow;
  }

  /** Reads the counter's word where it stood last; 0 if it stands there no longer. */
  public void reread(Cursor cursor) {
    if (cursor.slot == NONE) {
      cursor.word = 0;
      return;
    }
    while (true) { // each round but the last saw another call's charge between its two readings
      long word = windowAt(cursor.slot);
      if (word == CLAIMED || !holds(cursor.slot, cursor)) {
        cursor.word = 0;
        return;
      }
      if (windowAt(cursor.slot) == word) {
        cursor.word = word;
        return;
      }
    }
  }

  /** Swaps the word that the cursor read for a new one; false if it has changed since. */
  public boolean swap(Cursor cursor, long after) {
    if (eviction == Eviction.NEVER) {
      return swapUnlocked(cursor, after);
    }
    synchronized (locks[lockOf(cursor.slot / BUCKET_SLOTS)]) {
      return holds(cursor.slot, cursor) && swapUnlocked(cursor, after);
    }
  }

  private boolean swapUnlocked(Cursor cursor, long after) {
    int at = cursor.slot * SLOT_WORDS + WINDOW;
    boolean swapped = WORDS.compareAndSet(words, at, cursor.word, after);
    if (swapped) {
      cursor.word = after;
    }
    return swapped;
  }

  /**
   * Gives a counter that has no slot one, with this word.
   *
   * @param nowSecond when; the word's window must end later
   */
  public Placed insert(Cursor cursor, long word, long nowSecond) {
    if (isFree(word, nowSecond)) { // not require(), whose varargs box on every call
      require(false, "window must end after now: word=%x now=%s", word, nowSecond);
    }
    int one = lockOf(firstBucket(cursor));
    int other = lockOf(secondBucket(cursor));
    Lock lower = locks[Math.min(one, other)];
    Lock upper = locks[Math.max(one, other)];
    synchronized (lower) {
      synchronized (upper) {
        if (nowSecond < Math.max(lower.latestSecond, upper.latestSecond)) {
          return Placed.AGAIN;
        }
        lower.latestSecond = nowSecond;
        upper.latestSecond = nowSecond;
        return place(cursor, word, nowSecond);
      }
    }
  }

  private Placed place(Cursor cursor, long word, long nowSecond) {
    int first = firstBucket(cursor);
    int second = secondBucket(cursor);
    if (findIn(first, cursor) != NONE || findIn(second, cursor) != NONE) {
      return Placed.AGAIN;
    }
    while (true) { // each round but the last lost its slot to a charge of the slot's owner
      boolean ordered = live(first, nowSecond) <= live(second, nowSecond);
      int slot = free(ordered ? first : second, nowSecond);
      if (slot == NONE) {
        slot = free(ordered ? second : first, nowSecond);
      }
      if (slot == NONE && eviction == Eviction.NEVER) {
        return Placed.FULL;
      }
      if (slot == NONE) {
        slot = older(oldest(first), oldest(second));
      }
      long before = windowAt(slot);
      boolean goes = isFree(before, nowSecond) || eviction == Eviction.OLDEST;
      int at = slot * SLOT_WORDS;
      if (goes && WORDS.compareAndSet(words, at + WINDOW, before, CLAIMED)) {
        WORDS.setRelease(words, at, cursor.idHigh); // not before CLAIMED can be seen
        WORDS.setRelease(words, at + 1, cursor.idLow);
        WORDS.setRelease(words, at + WINDOW, word);
        cursor.slot = slot;
        cursor.word = word;
        return Placed.DONE;
      }
    }
  }

  private static boolean isFree(long word, long nowSecond) {
    return FixedWindow.endSecond(word) <= nowSecond;
  }

  private int free(int bucket, long nowSecond) {
    int slot = bucket * BUCKET_SLOTS;
    for (int end = slot + BUCKET_SLOTS; slot < end; slot++) {
      if (isFree(windowAt(slot), nowSecond)) {
        return slot;
      }
    }
    return NONE;
  }

  private int oldest(int bucket) {
    int slot = bucket * BUCKET_SLOTS;
    int oldest = slot;
    for (int end = slot + BUCKET_SLOTS; slot < end; slot++) {
      oldest = older(oldest, slot);
    }
    return oldest;
  }

  private int older(int slot, int other) {
    return Long.compareUnsigned(windowAt(slot), windowAt(other)) <= 0 ? slot : other;
  }

  private int live(int bucket, long nowSecond) {
    int slot = bucket * BUCKET_SLOTS;
    int live = 0;
    for (int end = slot + BUCKET_SLOTS; slot < end; slot++) {
      live += isFree(windowAt(slot), nowSecond) ? 0 : 1;
    }
    return live;
  }

  private long windowAt(int slot) {
    return (long) WORDS.getAcquire(words, slot * SLOT_WORDS + WINDOW);
  }

  /** How many slots are not free. Walks the whole table: for metrics, not for calls. */
  public long countLive(long nowSecond) {
    long live = 0;
    for (int bucket = 0; bucket <= bucketMask; bucket++) {
      live += live(bucket, nowSecond);
    }
    return live;
  }

  private int firstBucket(Cursor cursor) {
    return (int) cursor.idLow & bucketMask;
  }

  private int secondBucket(Cursor cursor) {
    int first = firstBucket(cursor);
    int second = (int) (cursor.idHigh ^ (cursor.idLow >>> 32)) & bucketMask;
    return second != first ? second : first ^ 1;
  }

  private static int lockOf(int bucket) {
    return bucket & (LOCKS - 1);
  }
}
