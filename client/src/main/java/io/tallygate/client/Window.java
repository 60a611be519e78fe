package io.tallygate.client;

import io.tallygate.client.field.Standing.LimitStanding;

/** What is known of one limit's present window. Guarded by the ledger's lock. */
final class Window {

  /*
   * Fields tell of the past: of the moment at which the server judged one request. Requests that
   * are under way may or may not have been counted by then. So:
   *
   *   left        = remaining by the newest fields, less the requests under way, also of others
   *   newest      = what answered a request sent after the older fields were here; of two that were
   *                 under way at once, the smaller number
   *   same window = its end differs by less than SAME_WINDOW; then the earlier end counts, for
   *                 servers round it up, and each answer brings it closer to the truth
   *
   *   window before = the answer to a request that was sent before this window began, and whose
   *                 reset is this window's beginning: it says nothing of this window
   *
   * Others may use the same limit. `share` is the part of the units used that are ours, learned
   * from how fast `remaining` falls between our answers; EVEN takes as much of the rest. The power
   * lets a small share grow and a large one shrink, so that equals become equal.
   */

  static final long UNKNOWN = -1;

  private static final long SAME_WINDOW_NANOS = 2_000_000_000L;
  private static final long ROUNDED_NANOS = 1_000_000_000L; // servers tell whole seconds
  private static final long UNSEEN_PART = 64; // of the limit: few units are too dear to leave
  private static final double MEMORY = 31.0 / 32; // of 32 answers
  private static final double LEVELLING = 0.9;
  private static final double SHARE_MIN = 1.0 / 16; // a newcomer is not starved

  final String name;
  private long count = UNKNOWN;
  private long remaining = UNKNOWN;
  private long periodNanos = UNKNOWN;
  private long longestNanos; // until a reset, as far as was told: the period, if nobody says it
  private boolean hasReset;
  private long resetNanos;
  private boolean hasStart;
  private long startNanos; // the reset of the window before
  private long knownAtNanos;
  private double ours = 1;
  private double all = 1;

  Window(String name) {
    this.name = name;
  }

  long count() {
    return count;
  }

  boolean hasReset() {
    return hasReset;
  }

  long resetNanos() {
    return resetNanos;
  }

  boolean knowsRemaining() {
    return remaining != UNKNOWN;
  }

  /** Takes in what an answer says that came now, to a request sent at {@code sentNanos}. */
  void learn(LimitStanding standing, long sentNanos, long nowNanos) {
    roll(nowNanos);
    if (isOfWindowBefore(standing, sentNanos, nowNanos)) {
      return;
    }
    boolean isSame = isSameWindow(standing, nowNanos);
    boolean isNewer = sentNanos - knownAtNanos >= 0;
    long before = remaining;
    if (standing.count().isPresent()) {
      isSame = isSame && (count == UNKNOWN || count == standing.count().getAsLong());
      count = standing.count().getAsLong();
    }
    standing.period().ifPresent(it -> periodNanos = it.toNanos());
    if (standing.reset().isPresent()) {
      longestNanos = Math.max(longestNanos, standing.reset().get().toNanos());
      long reset = nowNanos + standing.reset().get().toNanos();
      resetNanos = isSame && hasReset && resetNanos - reset < 0 ? resetNanos : reset;
      hasReset = true;
    }
    if (standing.remaining().isPresent()) {
      long told = standing.remaining().getAsLong();
      if (isSame && before != UNKNOWN) {
        observeShare(Math.max(before - told, 0));
      }
      remaining = isSame && !isNewer && before != UNKNOWN ? Math.min(before, told) : told;
      knownAtNanos = nowNanos;
    }
  }

  /** An answer without readable fields used a unit all the same. */
  void learnNothing() {
    remaining = remaining > 0 ? remaining - 1 : remaining;
  }

  private boolean isSameWindow(LimitStanding standing, long nowNanos) {
    if (!hasReset || standing.reset().isEmpty()) {
      return remaining != UNKNOWN;
    }
    long apart = nowNanos + standing.reset().get().toNanos() - resetNanos;
    return Math.abs(apart) <= toleranceNanos();
  }

  private long toleranceNanos() {
    return periodNanos == UNKNOWN
        ? SAME_WINDOW_NANOS
        : Math.min(SAME_WINDOW_NANOS, periodNanos / 4 + 1);
  }

  private boolean isOfWindowBefore(LimitStanding standing, long sentNanos, long nowNanos) {
    if (!hasStart || sentNanos - startNanos >= 0 || standing.reset().isEmpty()) {
      return false;
    }
    long apart = nowNanos + standing.reset().get().toNanos() - startNanos;
    return Math.abs(apart) <= toleranceNanos();
  }

  /** The end of this window or of the one before, if a word in whole seconds means it. */
  long exactly(long untilNanos) {
    if (hasReset && isRounded(untilNanos - resetNanos)) {
      return resetNanos;
    }
    return hasStart && isRounded(untilNanos - startNanos) ? startNanos : untilNanos;
  }

  private static boolean isRounded(long laterNanos) {
    return laterNanos >= 0 && laterNanos <= ROUNDED_NANOS;
  }

  /** Of answers that come out of order, the earliest fall has the units of those overtaken. */
  private void observeShare(long fallen) {
    ours = ours * MEMORY + 1;
    all = all * MEMORY + fallen;
  }

  /** The part of the units used that this client used, levelled, from SHARE_MIN to 1. */
  double share() {
    return Math.max(Math.pow(Math.min(ours / all, 1), LEVELLING), SHARE_MIN);
  }

  /** Units that others may have used since the newest answer: one each, as far as it is cheap. */
  long unseen() {
    long others = Math.round(1 / share()) - 1;
    return count == UNKNOWN ? 0 : Math.min(others, count / UNSEEN_PART);
  }

  /** Starts the next window if this one is over: with all its units, until an answer says more. */
  void roll(long nowNanos) {
    if (!hasReset || nowNanos - resetNanos < 0) {
      return;
    }
    remaining = count;
    hasStart = true;
    startNanos = resetNanos;
    hasReset = periodNanos != UNKNOWN && nowNanos - (resetNanos + periodNanos) < 0;
    resetNanos += Math.max(periodNanos, 0);
  }

  /**
   * Units that may be spent on top of those under way: ours, and as many of others as their share
   * lets expect. All there are if nothing is known.
   */
  long left(long underWay, long reserve) {
    return remaining == UNKNOWN
        ? Long.MAX_VALUE
        : remaining - (long) Math.ceil(underWay / share()) - reserve;
  }

  /** The distance between calls at which {@code left} lasts to the window's end. */
  long evenNanos(long left, long nowNanos) {
    if (left == Long.MAX_VALUE || left <= 0) {
      return 0;
    }
    if (hasReset) {
      return Math.round(Math.max(resetNanos - nowNanos, 0) / (left * share()));
    }
    return Math.round(lengthNanos() / (left * share()));
  }

  /** The distance between calls at which a whole window is spent evenly; 0 if unknown. */
  long evenNanos() {
    return count <= 0 ? 0 : Math.round(lengthNanos() / (count * share()));
  }

  /** The window's length, or the longest time until a reset where it is unknown; 0 if that is. */
  long lengthNanos() {
    return periodNanos != UNKNOWN ? periodNanos : longestNanos;
  }
}
