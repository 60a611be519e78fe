package io.tallygate.gateway.usage.trial;

import io.tallygate.limiter.policy.WindowStart;

/**
 * Whether a caller would have been refused by a limit, as far as the hours of its calls tell: for
 * sure, or possibly. Pure functions.
 */
final class Refusing {

  /*
   * Known is how many calls came in each hour of the clock, H = 3,600 s, but not when in it. The
   * counter is empty when the trial begins.
   *
   * POSSIBLY is sound if whoever is refused is found. Who is refused was, at that moment, one call
   * beyond what the counter takes; so the calls that fill it, and the refused one, came within a
   * stretch of time, and the hours that this stretch can touch hold at least as many:
   *
   *   fixed window, by the clock   L + 1 calls in the hours that one window touches
   *   fixed window, first call     L + 1 calls in the hours that W seconds can touch: from the last
   *                                second of the first on, floor((W + H - 2) / H) further ones
   *   sliding                      used + share of the window before + 1 > L, and the share is at
   *                                most all of it: L + 1 in the hours that two windows touch
   *   smooth                       n calls moved the debt to n T - (t - s) at most, and a refusal
   *                                needs more than (B - 1) T. Hours a to b are at least b - a - 1
   *                                whole hours apart: (N - 1) T - (b - a - 1) H > (B - 1) T for
   *                                the N = n + 1 calls of some run of hours, or N > B within one
   *   in flight                    L + 1 calls in all: how long calls last was not recorded
   *
   * FOR SURE is sound if nobody is found who could have called so that none is refused. Suppose
   * none was: then each limit was charged for every call. Of any run of m hours:
   *
   *   fixed window, by the clock   calls fall into the windows that the run touches, each takes L
   *   fixed window, first call     windows do not overlap. 1 + floor((m H - 1) / W) of them can
   *                                begin in the run, or 2 + floor((m H - 2) / W) touch it where an
   *                                earlier call may have begun one that reaches into it
   *   sliding                      as by the clock, since the window before only takes room away
   *   smooth                       n T - (m H - 1 us) <= B T
   *   in flight                    never
   *
   * A group that counts each endpoint has e counters of a limit, and which endpoint was called was
   * not recorded: for sure it takes e times as many, and one of them may have had all.
   *
   * By the clock both are exact for a limit alone (Hall's theorem on intervals). With first calls
   * runs of up to RUN_HOURS are looked at: leaving some out makes the bound weaker, not wrong.
   */

  /** The longest run of hours that is looked at where each has to be looked at alone. */
  static final int RUN_HOURS = 168;

  private static final long HOUR = Hours.SECONDS;
  private static final long HOUR_MICROS = HOUR * 1_000_000;
  private static final long FAR = 1L << 61; // a sum that is cut off here is beyond every limit

  private Refusing() {}

  static boolean possibly(Hours hours, Span span, WindowStart start) {
    return switch (span.limit().algorithm()) {
      case FIXED_WINDOW ->
          start == WindowStart.CLOCK
              ? possiblyByClock(hours, span, 1)
              : possiblyByFirstCall(hours, span);
      case SLIDING_WINDOW -> possiblyByClock(hours, span, 2);
      case SMOOTH -> possiblySmooth(hours, span);
      case IN_FLIGHT -> hours.size() > 0 && hours.mostUntil(0, Long.MAX_VALUE) > span.countLeast();
    };
  }

  /**
   * Whether it was refused whatever the minutes were.
   *
   * @param counters over which calls may be spread, at least 1
   */
  static boolean surely(Hours hours, Span span, WindowStart start, int counters) {
    return switch (span.limit().algorithm()) {
      case FIXED_WINDOW ->
          start == WindowStart.CLOCK
              ? surelyByClock(hours, span, counters)
              : surelyByFirstCall(hours, span, counters);
      case SLIDING_WINDOW -> surelyByClock(hours, span, counters);
      case SMOOTH -> surelySmooth(hours, span, counters);
      case IN_FLIGHT -> false;
    };
  }

  private static boolean possiblyByClock(Hours hours, Span span, int windows) {
    long period = span.periodSeconds();
    for (int i = 0; i < hours.size(); i++) {
      // Of the windows that touch this hour the last reaches furthest; what it has of earlier ones
      // is looked at from there.
      long window = ((hours.hour(i) + 1) * HOUR - 1) / period;
      long last = ((window + windows) * period - 1) / HOUR;
      if (hours.mostUntil(i, last) > span.countLeast()) {
        return true;
      }
    }
    return false;
  }

  private static boolean possiblyByFirstCall(Hours hours, Span span) {
    long further = (span.periodSeconds() + HOUR - 2) / HOUR;
    for (int i = 0; i < hours.size(); i++) {
      if (hours.mostUntil(i, hours.hour(i) + further) > span.countLeast()) {
        return true;
      }
    }
    return false;
  }

  private static boolean possiblySmooth(Hours hours, Span span) {
    long interval = span.smooth().intervalMost();
    long most = capped(span.smooth().debtLeast() + interval);
    long before = 0; // the largest debt at the start of the last hour that had calls
    for (int i = 0; i < hours.size(); i++) {
      if (i > 0) {
        long apart = hours.hour(i) - hours.hour(i - 1) - 1;
        before = Math.max(before - times(apart, HOUR_MICROS), 0);
      }
      long debt = capped(before + times(hours.most(i), interval));
      if (debt > most) {
        return true;
      }
      before = Math.max(debtAfter(hours, i, interval, before), 0);
    }
    return false;
  }

  /** What calls in this hour leave for later ones: those of earlier hours are an hour older. */
  private static long debtAfter(Hours hours, int index, long interval, long before) {
    return capped(Math.max(before - HOUR_MICROS, 0) + times(hours.most(index), interval));
  }

  private static boolean surelyByClock(Hours hours, Span span, int counters) {
    long period = span.periodSeconds();
    long each = times(span.countMost(), counters);
    long best = -FAR; // of each * (windows before the run) - calls before it
    long calls = 0;
    for (int i = 0; i < hours.size(); i++) {
      long start = hours.hour(i) * HOUR / period;
      long end = ((hours.hour(i) + 1) * HOUR - 1) / period;
      long since = start - hours.hour(0) * HOUR / period;
      best = Math.max(best, capped(times(since, each) - calls));
      calls += hours.least(i);
      long windows = end - hours.hour(0) * HOUR / period + 1;
      if (capped(best + calls) > times(windows, each)) {
        return true;
      }
    }
    return false;
  }

  private static boolean surelyByFirstCall(Hours hours, Span span, int counters) {
    long period = span.periodSeconds();
    long each = times(span.countMost(), counters);
    long reach = (period + HOUR - 2) / HOUR; // hours before the run that a window may begin in
    for (int i = 0; i < hours.size(); i++) {
      boolean alone = hours.isSilentBefore(i, hours.hour(i) - reach);
      long calls = 0;
      for (int j = i; j < hours.size() && hours.hour(j) - hours.hour(i) < RUN_HOURS; j++) {
        calls += hours.least(j);
        long seconds = (hours.hour(j) - hours.hour(i) + 1) * HOUR;
        long windows = alone ? 1 + (seconds - 1) / period : 2 + (seconds - 2) / period;
        if (calls > times(windows, each)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean surelySmooth(Hours hours, Span span, int counters) {
    long interval = span.smooth().intervalLeast();
    long room = times(span.smooth().roomMost(), counters);
    long back = times(HOUR_MICROS, counters); // what comes back in an hour
    long best = 0; // of calls' time less what came back, over the runs that end before
    for (int i = 0; i < hours.size(); i++) {
      if (i > 0) {
        long apart = hours.hour(i) - hours.hour(i - 1) - 1;
        best = Math.max(best - times(apart, back), 0);
      }
      best = Math.max(capped(best + times(hours.least(i), interval) - back), -back);
      if (best >= room) {
        return true;
      }
      best = Math.max(best, 0);
    }
    return false;
  }

  private static long capped(long value) {
    return Math.max(Math.min(value, FAR), -FAR);
  }

  private static long times(long one, long other) {
    long high = Math.multiplyHigh(one, other);
    long low = one * other;
    return high == 0 && low >= 0 && low < FAR ? low : FAR;
  }
}
