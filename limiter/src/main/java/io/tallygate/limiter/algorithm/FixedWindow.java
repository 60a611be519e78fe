package io.tallygate.limiter.algorithm;

import io.tallygate.limiter.policy.WindowStart;

/**
 * A fixed window as one 64-bit word: when it ends, and how much of it is used.
 *
 * <p>Admitted in each window: at most the count L. In an arbitrary interval of the period's length:
 * at most 2L, which takes L calls in one window and L in the next. Windows never overlap, so no
 * interval of that length meets a third.
 */
public final class FixedWindow {

  /*
   *      63                    32 31                     0
   *     +------------------------+------------------------+
   *     | end, Unix seconds      | units used             |
   *     +------------------------+------------------------+
   *
   * The end is kept, not the start or the number: a limit that is edited keeps its open window and
   * count, a new number binds at once, a new period from the next window on. All values are
   * unsigned; ends reach to the year 2106. Zero is a window that ended long ago.
   *
   * A window without units is none: where all units were given back, the next call opens a window
   * of its own, as if the calls before had never been. The word keeps its end all the same, and no
   * word is followed by one that ends earlier: the counter table stands on that.
   *
   * Invariants (the test of each has its name):
   *   resetSecond_openWindow_isItsEndWhateverThePeriodIsNow
   *   charged_openWindow_keepsItsEndAndAddsTheCost
   *   charged_atTheEnd_opensTheNextWindow
   *   givenBack_allUnits_leavesNoWindow
   *   ends_neverGoBack
   *   charged_inTwoWindowsInARow_admitsTwiceTheCount
   */

  private static final long SECOND = 1_000_000; // microseconds
  private static final long USED_MASK = 0xFFFF_FFFFL;

  private FixedWindow() {}

  public static long endSecond(long word) {
    return word >>> 32;
  }

  public static long used(long word) {
    return word & USED_MASK;
  }

  /** Whether units are used in a window that goes on. */
  public static boolean isOpen(long word, long nowSecond) {
    return endSecond(word) > nowSecond && used(word) > 0;
  }

  /** Units left of {@code count}, never below 0, however far the count was lowered. */
  public static long remaining(long word, long nowSecond, long count) {
    return isOpen(word, nowSecond) ? Math.max(count - used(word), 0) : count;
  }

  /** Whether {@code cost} more units fit now. */
  public static boolean fits(long word, long nowSecond, long count, long cost) {
    return cost <= remaining(word, nowSecond, count);
  }

  /** When the open window ends, or the one that a call at {@code nowSecond} would open. */
  public static long resetSecond(long word, long nowSecond, long periodSeconds, WindowStart start) {
    if (isOpen(word, nowSecond)) {
      return endSecond(word);
    }
    long end =
        switch (start) {
          case FIRST_CALL -> nowSecond + periodSeconds;
          case CLOCK -> (nowSecond / periodSeconds + 1) * periodSeconds;
        };
    return Math.max(end, endSecond(word)); // the period may have been lowered since
  }

  /** The word after {@code cost} more units if they fit the open window; else 0. */
  public static long chargedOpen(long word, long nowMicros, long count, long cost) {
    boolean open = endSecond(word) * SECOND > nowMicros && used(word) > 0; // spares a division
    return open && used(word) + cost <= count ? word + cost : 0;
  }

  /**
   * The word after {@code cost} more units.
   *
   * @param resetSecond when the window ends; see {@link #resetSecond}
   */
  public static long charged(long word, long nowSecond, long resetSecond, long cost) {
    return isOpen(word, nowSecond) ? word + cost : resetSecond << 32 | cost;
  }

  /** The word after {@code cost} units came back to the window that ends at {@code endSecond}. */
  public static long givenBack(long word, long endSecond, long cost) {
    return endSecond(word) == endSecond && used(word) >= cost ? word - cost : word;
  }
}
