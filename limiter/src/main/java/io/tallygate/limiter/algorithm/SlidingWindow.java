package io.tallygate.limiter.algorithm;

import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;

/**
 * A sliding window counter: windows at multiples of the period, and the window before counts by the
 * share of it that lies within the last period.
 *
 * <p>Admitted in each aligned window: at most the count L. In an arbitrary interval of the period's
 * length: at most 2L &minus; 1, which takes L calls at the very end of one window and the others at
 * the end of the next, when the first weigh almost nothing.
 */
public final class SlidingWindow {

  /*
   * The word is FixedWindow's with a bit more; the window before stands in the tail.
   *
   *      63                    32 31 30                  0
   *     +------------------------+--+---------------------+
   *     | end, Unix seconds      |S | units used          |
   *     +------------------------+--+---------------------+
   *
   * When a window has ended, both words change. S, the seal, keeps them together: who finds a
   * sealed word knows that the window is over and that nothing will change it but its successor,
   * and can make that from the word alone. See CounterTable.renew.
   *
   * Times are cut to milliseconds. Shares are rounded up, so that rounding admits less.
   */

  private static final long SEAL = 1L << 31;
  private static final long USED_MASK = SEAL - 1;

  private SlidingWindow() {}

  static long endSecond(long word) {
    return word >>> 32;
  }

  static long used(long word) {
    return word & USED_MASK;
  }

  public static boolean isSealed(long word) {
    return (word & SEAL) != 0;
  }

  public static long sealed(long word) {
    return word | SEAL;
  }

  /** Whether the word's window goes on. */
  static boolean isOpen(long word, long nowMicros) {
    return !isSealed(word) && nowMicros < endSecond(word) * 1_000_000;
  }

  /** No time lies before the end of a window that somebody has sealed. */
  private static long time(long word, long nowMicros) {
    return isSealed(word) ? Math.max(nowMicros, endSecond(word) * 1_000_000) : nowMicros;
  }

  /** The end of the window that is open at this time, or would be opened. */
  static long endSecondAt(long word, long nowMicros, long periodSeconds) {
    if (isOpen(word, nowMicros)) {
      return endSecond(word);
    }
    return (time(word, nowMicros) / 1_000_000 / periodSeconds + 1) * periodSeconds;
  }

  /** What the window before the one that is open, or would be opened, counts with. */
  private static long previous(long word, long endSecond, long periodSeconds) {
    // The last window ended at this one's start, or a period has been edited since: count it still.
    return endSecond(word) > endSecond - 2 * periodSeconds ? used(word) : 0;
  }

  /** Units left, 0 to the count. */
  static long remaining(Terms terms, long word, long tail, long nowMicros) {
    if (isOpen(word, nowMicros)) {
      long free = terms.count() - used(word);
      return atLeast0(free - share(Tail.rest(tail), word, tail, nowMicros));
    }
    long endSecond = endSecondAt(word, nowMicros, terms.periodSeconds());
    long previous = previous(word, endSecond, terms.periodSeconds());
    long left = endSecond * 1_000 - time(word, nowMicros) / 1_000;
    return atLeast0(terms.count() - share(previous, left, terms.periodSeconds()));
  }

  private static long atLeast0(long value) {
    return Math.max(value, 0);
  }

  private static long share(long previous, long word, long tail, long nowMicros) {
    long left = endSecond(word) * 1_000 - nowMicros / 1_000;
    return share(previous, left, Tail.periodSeconds(tail));
  }

  private static long share(long previous, long leftMillis, long periodSeconds) {
    long period = periodSeconds * 1_000;
    long bounded = Math.min(previous, Limit.SLIDING_MAX / period); // should both have been edited
    return (bounded * leftMillis + period - 1) / period;
  }

  /** The word after {@code cost} more units in a window that goes on, or the next window's. */
  static long charged(long word, long nowMicros, long periodSeconds, long cost) {
    if (isOpen(word, nowMicros)) {
      return word + cost;
    }
    return (endSecondAt(word, nowMicros, periodSeconds) << 32) | cost;
  }

  /** The tail of the window that {@link #charged} opens. */
  static long opened(long word, long nowMicros, long periodSeconds) {
    long endSecond = endSecondAt(word, nowMicros, periodSeconds);
    return Tail.of(
        Algorithm.SLIDING_WINDOW, periodSeconds, previous(word, endSecond, periodSeconds));
  }

  /** The word after units came back to the window that was charged. */
  static long givenBack(long word, long charged, long cost) {
    boolean same = endSecond(word) == endSecond(charged) && !isSealed(word);
    return same && used(word) >= cost ? word - cost : word;
  }

  /** When {@code cost} units fit, at most the count of them, if nobody else calls. */
  static long freeMicros(Terms terms, long word, long tail, long cost) {
    long room = terms.count() - cost;
    long endMillis = endSecond(word) * 1_000;
    if (!isSealed(word) && used(word) <= room) {
      long period = Tail.periodSeconds(tail) * 1_000;
      return (endMillis - leftMillis(room - used(word), Tail.rest(tail), period)) * 1_000;
    }
    long period = terms.periodSeconds();
    long end = endSecondAt(sealed(word), 0, period) * 1_000;
    return Math.max(endMillis, end - leftMillis(room, used(word), period * 1_000)) * 1_000;
  }

  /** How much of the window may be left so that the window before counts no more than this. */
  private static long leftMillis(long room, long previous, long periodMillis) {
    return previous <= room ? periodMillis : room * periodMillis / previous;
  }

  static boolean isForgotten(long word, long tail, long nowMicros) {
    return !isSealed(word) && isPast(word, tail, nowMicros);
  }

  /** Whether a sealed window counts no more: its renewal was left undone, or is under way. */
  public static boolean isLeft(long word, long tail, long nowMicros) {
    return Tail.algorithm(tail) == Algorithm.SLIDING_WINDOW
        && isSealed(word)
        && isPast(word, tail, nowMicros);
  }

  private static boolean isPast(long word, long tail, long nowMicros) {
    return endSecond(word) + Tail.periodSeconds(tail) <= nowMicros / 1_000_000;
  }
}
