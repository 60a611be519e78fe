package io.tallygate.limiter.algorithm;

/**
 * The generic cell rate algorithm as one 64-bit word: the theoretical arrival time, in
 * microseconds. A bucket of {@code burst} units into which one unit comes back every {@code
 * interval}.
 *
 * <p>For all s &le; t: what is admitted in [s, t] is at most burst + &lfloor;(t &minus; s) /
 * interval&rfloor;. The interval is the period divided by the count, rounded up to a microsecond:
 * rounding only ever admits less. Of calls whose units were given back nothing counts: the others
 * stay within the bound, whenever and in whichever order the units came back.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-I.371">ITU-T I.371, annex A</a>
 */
public final class Gcra {

  /*
   *     now                    arrival
   *      |--------- debt ---------|
   *      |---------------- burst * interval ---------------|
   *                               |---- room for calls ----|
   *
   * The word is the instant at which the bucket is full again; 0, and all that lies behind, is a
   * full bucket. A charge moves it on by cost * interval, from now if it lies behind.
   *
   * Units that come back move it back, so a word may be followed by an earlier one. A slot must
   * not change its owner before every word that it ever had lies behind (see CounterTable), so the
   * tail's rest remembers until which second that is.
   *
   * The word that a charge left says when its units will have come back with time, but only until
   * other units are given back: then they come back sooner, and the word does not tell by how much.
   * What is owed of the charge is then at least its cost less the time since. The rest tells
   * whether that has happened: a word that was lowered since lay no earlier than the charge's.
   *
   * Invariants (the test of each has its name):
   *   giveBack_anyCallsAtAnyTime_neverLetMoreThroughThanWithoutThem
   *   giveBack_allAtOnce_isAsIfTheCallsHadNotBeen
   */

  private Gcra() {}

  /** Whole units in the bucket. */
  public static long remaining(long word, long nowMicros, long interval, long burst) {
    long debt = word - nowMicros;
    return debt <= 0 ? burst : Math.max((burst * interval - debt) / interval, 0);
  }

  /** The word after {@code cost} more units. */
  public static long charged(long word, long nowMicros, long interval, long cost) {
    return Math.max(word, nowMicros) + cost * interval;
  }

  /**
   * What time has not brought back of a charge, in microseconds; 0 or less if it has brought back
   * all. Only that may be given back: else a call that waited for long would be counted back twice.
   *
   * @param charged when its units will have come back: the word that the charge left, or {@link
   *     #earliest} if others were given back since
   * @param costMicros how far the charge moved the word on, or the part of it that comes back
   */
  public static long owed(long charged, long nowMicros, long costMicros) {
    return Math.min(charged - nowMicros, costMicros);
  }

  /** When a charge's units will have come back for sure, whatever is given back before it. */
  public static long earliest(long charged, long atMicros, long costMicros) {
    return Math.min(charged, atMicros + costMicros);
  }

  /** Whether no units were given back since a charge; where nobody can tell, no. */
  public static boolean isUntouched(long tail, long charged) {
    return Tail.rest(tail) <= charged / 1_000_000;
  }

  /** The word after units came back. */
  public static long lowered(long word, long owedMicros) {
    return owedMicros <= 0 ? word : Math.max(word - owedMicros, 1);
  }

  /** The tail while the slot must be held for this word. */
  public static long held(long tail, long word) {
    return Tail.withRest(tail, Math.max(Tail.rest(tail), word / 1_000_000 + 1));
  }

  /** When {@code cost} units fit, at most {@code burst} of them. */
  public static long freeMicros(long word, long interval, long burst, long cost) {
    return word - (burst - cost) * interval;
  }

  /** When the next whole unit comes back; {@code nowMicros} where the bucket is full. */
  public static long nextMicros(long word, long nowMicros, long interval, long burst) {
    long debt = word - nowMicros;
    if (debt <= 0) {
      return nowMicros;
    }
    long after = remaining(word, nowMicros, interval, burst) + 1;
    return word - (burst - after) * interval;
  }

  static boolean isForgotten(long word, long tail, long nowMicros) {
    return word <= nowMicros && Tail.rest(tail) <= nowMicros / 1_000_000;
  }
}
