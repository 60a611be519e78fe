package io.tallygate.limiter.algorithm;

import io.tallygate.limiter.policy.Limit;

/**
 * Calls that are under way, as one 64-bit word. At no instant more than the limit's count, of calls
 * that end within {@link Limit#LONGEST_CALL}.
 */
public final class InFlight {

  /*
   *      63  60 59              40 39              20 19               0
   *     +------+------------------+------------------+-----------------+
   *     | 0    | generation       | begun in it      | begun before it |
   *     +------+------------------+------------------+-----------------+
   *
   * A generation is one LONGEST_CALL long. A call whose end is never told holds its place to the
   * end of the generation after the one in which it began: one to two times LONGEST_CALL. A call
   * that ends later than that finds its place given up already, and gives back none.
   */

  private static final long PERIOD = Limit.LONGEST_CALL.toSeconds();
  private static final int FIELD = 20;
  private static final long MASK = (1 << FIELD) - 1;
  private static final long BEGUN = 1L << FIELD;

  private InFlight() {}

  private static long generation(long word) {
    return (word >>> (2 * FIELD)) & MASK;
  }

  private static long generationAt(long nowMicros) {
    return (nowMicros / 1_000_000 / PERIOD) & MASK;
  }

  private static long begun(long word) {
    return (word >>> FIELD) & MASK;
  }

  private static long before(long word) {
    return word & MASK;
  }

  /**
   * Generations since the word's; a reading of an earlier time than the word's counts as none. No
   * word at all is as old as can be: by its number it would seem to come after 2029's.
   */
  private static long age(long word, long nowMicros) {
    if (word == 0) {
      return MASK;
    }
    long age = (generationAt(nowMicros) - generation(word)) & MASK;
    return age > MASK / 2 ? 0 : age;
  }

  /** The word as it reads in the generation of this time. */
  private static long aged(long word, long nowMicros) {
    long age = age(word, nowMicros);
    if (age == 0) {
      return word;
    }
    long kept = age == 1 ? begun(word) : 0;
    return (generationAt(nowMicros) << (2 * FIELD)) | kept;
  }

  /** How many calls are under way. */
  public static long taken(long word, long nowMicros) {
    long aged = aged(word, nowMicros);
    return begun(aged) + before(aged);
  }

  /** Free places. */
  public static long remaining(long word, long nowMicros, long count) {
    return Math.max(count - taken(word, nowMicros), 0);
  }

  /** The word after one more call began. */
  public static long begun(long word, long nowMicros) {
    return aged(word, nowMicros) + BEGUN;
  }

  /**
   * The word after a call ended.
   *
   * @param atBegin the word that its beginning left
   */
  public static long ended(long word, long atBegin) {
    long age = (generation(word) - generation(atBegin)) & MASK;
    if (age == 0 && begun(word) > 0) {
      return word - BEGUN;
    }
    return age == 1 && before(word) > 0 ? word - 1 : word;
  }

  static boolean isForgotten(long word, long nowMicros) {
    return age(word, nowMicros) > 1;
  }
}
