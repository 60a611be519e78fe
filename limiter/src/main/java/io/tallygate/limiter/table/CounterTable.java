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
   *             -1       being written (CLAIMED); readers pass over it
   *             else     FixedWindow's word; a slot whose window has ended is free
   *
   * A reader reads the window first, then the id, then swaps the window it read for a new one. A
   * slot changes its owner only through CLAIMED, and only after its window has ended; the new
   * owner's window ends later. So a word never comes back under another id, and a swap that
   * succeeds was made on the counter whose id was read.
   *
   * Deciding on a live counter takes no lock. Inserting takes the lock of the id's stripe, so one
   * id never stands in two slots; two ids that want one slot meet in the swap to CLAIMED.
   *
   * Invariants (the test of each has its name):
   *   table_liveCounter_isNeverEvicted, table_endedWindow_isReclaimed, table_full_refusesNewIds,
   *   table_oneId_oneSlot
   */

  /** No slot: the id has no counter. */
  public static final int NONE = -1;

  /** No slot: there is no room for a counter. */
  public static final int FULL = -2;

  public static final int SLOTS_MAX = 1 << 26; // 64 Mi slots * 24 B = 1.5 GiB

  private static final int BUCKET_SLOTS = 8;
  private static final int SLOT_WORDS = 3;
  private static final int WINDOW = 2;
  private static final long CLAIMED = -1;
  private static final int STRIPES = 256;
  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] words;
  private final int bucketMask;
  private final Eviction eviction;
  private final Object[] stripes = new Object[STRIPES];

  /**
   * @param slots how many counters at most, 16 to {@link #SLOTS_MAX}; rounded up to a power of two.
   *     An id that finds no room is to be expected from about three quarters of it.
   */
  public CounterTable(int slots, Eviction eviction) {
    require(
        slots >= 2 * BUCKET_SLOTS && slots <= SLOTS_MAX,
        "slots must be %s to %s: slots=%s",
        2 * BUCKET_SLOTS,
        SLOTS_MAX,
        slots);
    int rounded = Integer.highestOneBit(slots - 1) << 1;
    this.words = new long[Math.multiplyExact(rounded, SLOT_WORDS)];
    this.bucketMask = rounded / BUCKET_SLOTS - 1;
    this.eviction = eviction;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Object();
    }
  }

  /** How many counters fit at the very most. */
  public int slots() {
    return (bucketMask + 1) * BUCKET_SLOTS;
  }

  /** The id's slot, or {@link #NONE}. A slot may pass to another id; see {@link #windowOf}. */
  public int find(long idHigh, long idLow) {
    int slot = findIn(firstBucket(idLow), idHigh, idLow);
    return slot != NONE ? slot : findIn(secondBucket(idHigh, idLow), idHigh, idLow);
  }

  private int findIn(int bucket, long idHigh, long idLow) {
    int slot = bucket * BUCKET_SLOTS;
    for (int end = slot + BUCKET_SLOTS; slot < end; slot++) {
      int at = slot * SLOT_WORDS;
      if ((long) WORDS.getAcquire(words, at) == idHigh
          && (long) WORDS.getAcquire(words, at + 1) == idLow
          && (long) WORDS.getAcquire(words, at + WINDOW) != CLAIMED) {
        return slot;
      }
    }
    return NONE;
  }

  /** The id's window word in this slot, or 0 if the slot is not, or no longer, the id's. */
  public long windowOf(int slot, long idHigh, long idLow) {
    int at = slot * SLOT_WORDS;
    long window = (long) WORDS.getAcquire(words, at + WINDOW);
    boolean same =
        window != CLAIMED
            && (long) WORDS.getAcquire(words, at) == idHigh
            && (long) WORDS.getAcquire(words, at + 1) == idLow;
    return same ? window : 0;
  }

  /** Swaps the window that {@link #windowOf} gave for a new one; false if it has changed since. */
  public boolean swap(int slot, long before, long after) {
    return WORDS.compareAndSet(words, slot * SLOT_WORDS + WINDOW, before, after);
  }

  /**
   * Gives the id a slot with this window.
   *
   * @return the slot; {@link #NONE} if the id has one already (decide again); {@link #FULL}
   */
  public int insert(long idHigh, long idLow, long window, long nowSecond) {
    synchronized (stripes[(int) (idHigh >>> 56) & (STRIPES - 1)]) {
      if (find(idHigh, idLow) != NONE) {
        return NONE;
      }
      int first = firstBucket(idLow);
      int second = secondBucket(idHigh, idLow);
      while (true) {
        int slot = emptier(first, second, nowSecond);
        if (slot == NONE && eviction == Eviction.OLDEST) {
          slot = older(oldest(first), oldest(second));
        }
        if (slot == NONE) {
          return FULL;
        }
        int at = slot * SLOT_WORDS;
        long before = (long) WORDS.getAcquire(words, at + WINDOW);
        boolean free = !FixedWindow.isOpen(before, nowSecond) || eviction == Eviction.OLDEST;
        if (before != CLAIMED && free && swap(slot, before, CLAIMED)) {
          WORDS.setOpaque(words, at, idHigh);
          WORDS.setOpaque(words, at + 1, idLow);
          WORDS.setRelease(words, at + WINDOW, window);
          return slot;
        }
      }
    }
  }

  /** A free slot in the bucket that has more of them; {@link #NONE} if neither has one. */
  private int emptier(int first, int second, long nowSecond) {
    int firstLive = live(first, nowSecond);
    int secondLive = live(second, nowSecond);
    if (firstLive == BUCKET_SLOTS && secondLive == BUCKET_SLOTS) {
      return NONE;
    }
    int bucket = firstLive <= secondLive ? first : second;
    int slot = bucket * BUCKET_SLOTS;
    for (int end = slot + BUCKET_SLOTS; slot < end; slot++) {
      if (!FixedWindow.isOpen(windowAt(slot), nowSecond)) {
        return slot;
      }
    }
    return emptier(first, second, nowSecond); // it was taken meanwhile
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
      if (FixedWindow.isOpen(windowAt(slot), nowSecond)) {
        live++;
      }
    }
    return live;
  }

  private long windowAt(int slot) {
    return (long) WORDS.getAcquire(words, slot * SLOT_WORDS + WINDOW);
  }

  /** How many counters have an open window. Walks the whole table: for metrics, not for calls. */
  public long countLive(long nowSecond) {
    long live = 0;
    for (int bucket = 0; bucket <= bucketMask; bucket++) {
      live += live(bucket, nowSecond);
    }
    return live;
  }

  private int firstBucket(long idLow) {
    return (int) idLow & bucketMask;
  }

  private int secondBucket(long idHigh, long idLow) {
    int first = firstBucket(idLow);
    int second = (int) (idHigh ^ (idLow >>> 32)) & bucketMask;
    return second != first ? second : first ^ 1;
  }
}
