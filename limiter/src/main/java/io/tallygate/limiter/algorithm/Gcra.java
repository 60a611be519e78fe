package io.tallygate.limiter.algorithm;

/**
 * The generic cell rate algorithm as one 64-bit word: the theoretical arrival time, in
 * microseconds. A bucket of {@code burst} units into which one unit comes back every {@code
 * interval}.
 *
 * <p>For all s &le; t: what is admitted in [s, t] is at most burst + &lfloor;(t &minus; s) /
 * interval&rfloor;. The interval is the period divided by the count, rounded up to a microsecond:
 * rounding only ever admits less.
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
   * The word after units came back, as far as time has not brought them back already: else a call
   * that waited for long would be counted back twice.
   *
   * @param charged the word that the charge left
   * @param costMicros how far the charge moved it on
   */
  public static long givenBack(long word, long charged, long nowMicros, long costMicros) {
    long owed = Math.min(charged - nowMicros, costMicros);
    return owed <= 0 ? word : Math.max(word - owed, 1);
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
