package io.tallygate.limiter.table;

/** Where things stand within a slot and within a page, in words. */
final class Slot {

  /*
   *     slot, 32 bytes      | id high | id low | word        | tail         |
   *     trailer, 32 bytes   | mark    | file   | lock        | time, reach  |
   *
   * A page is 127 slots and a trailer. All ids whose home is one of its slots share the trailer.
   *
   *     id       0 in its high half: never used
   *     word     what a decision changes; see Terms. 0 with a high half of 0: never used
   *     tail     what changes seldom; see Tail
   *     mark     the page's number and a magic number: a page of zeros was lost
   *     file     the file's own number, so that no foreign page passes
   *     lock     0, or the run of the process that holds it
   *     time     52 bits: the greatest time, in microseconds, at which an ended counter of this
   *              page lost its slot to another
   *     reach    12 bits: how many units from its home an id of this page may stand
   */

  static final int WORDS = 4;
  static final int BYTES = WORDS * Long.BYTES;
  static final int PAGE_UNITS = 128; // the last is the trailer
  static final int PAGE_BYTES = PAGE_UNITS * BYTES;

  static final int ID_HIGH = 0;
  static final int ID_LOW = 1;
  static final int WORD = 2;
  static final int TAIL = 3;

  static final int MARK = 0;
  static final int FILE = 1;
  static final int LOCK = 2;
  static final int TIME_REACH = 3;

  static final int REACH_BITS = 12;
  static final int REACH_MAX = (1 << REACH_BITS) - 1;

  private static final long CLAIMED = 0xFFFF_FFFFL << 32;
  private static final long MAGIC = 0x54414C4CL << 32; // TALL
  private static final long LOST_MAGIC = 0x4C4F5354L << 32; // LOST

  private Slot() {}

  /** The word of a slot whose owner is being changed, by the process of this run. */
  static long claimed(long run) {
    return CLAIMED | run;
  }

  static boolean isClaimed(long word) {
    return word >>> 32 == CLAIMED >>> 32;
  }

  static boolean isTrailer(int unit) {
    return (unit & PAGE_UNITS - 1) == PAGE_UNITS - 1;
  }

  /** The trailer of the page in which a unit lies. */
  static int trailerOf(int unit) {
    return unit | PAGE_UNITS - 1;
  }

  static long mark(int page) {
    return MAGIC | page;
  }

  /** The mark of a page that was lost, and made anew. */
  static long lostMark(int page) {
    return LOST_MAGIC | page;
  }

  static boolean isLostMark(long mark) {
    return mark >>> 32 == LOST_MAGIC >>> 32;
  }

  static long time(long timeReach) {
    return timeReach >>> REACH_BITS;
  }

  static int reach(long timeReach) {
    return (int) timeReach & REACH_MAX;
  }

  static long timeReach(long time, int reach) {
    return time << REACH_BITS | reach;
  }
}
