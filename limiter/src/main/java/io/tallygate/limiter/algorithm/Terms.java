package io.tallygate.limiter.algorithm;

import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;

/**
 * A limit as its rule wants it: which rule, and its numbers for one caller. Every method is a pure
 * function of a counter's two words, the limiter's time in microseconds, and a cost.
 *
 * @param count units in a period; in flight, calls at once
 * @param periodSeconds of the next window; the open one keeps its own
 * @param burst units at once
 * @param intervalMicros between two units of {@link Gcra}; else 0
 */
public record Terms(
    Algorithm algorithm,
    long count,
    long periodSeconds,
    long burst,
    long intervalMicros,
    WindowStart start) {

  /** No time at all. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final long SECOND = 1_000_000; // microseconds

  public static Terms of(Limit limit, WindowStart start) {
    long period = limit.period().toSeconds();
    long interval =
        limit.algorithm() == Algorithm.SMOOTH ? ceilDiv(period * SECOND, limit.count()) : 0;
    return new Terms(limit.algorithm(), limit.count(), period, limit.burst(), interval, start);
  }

  /** The same limit with another number, as far as its rule can count. */
  public Terms withCount(long value) {
    return switch (algorithm) {
      case FIXED_WINDOW -> new Terms(algorithm, value, periodSeconds, value, 0, start);
      case SLIDING_WINDOW -> {
        long most = Math.min(value, Limit.SLIDING_MAX / (1_000 * periodSeconds));
        yield new Terms(algorithm, most, periodSeconds, most, 0, start);
      }
      case SMOOTH -> {
        long interval = ceilDiv(periodSeconds * SECOND, value);
        yield new Terms(algorithm, value, periodSeconds, Math.min(burst, value), interval, start);
      }
      case IN_FLIGHT -> {
        long most = Math.min(value, Limit.IN_FLIGHT_MAX);
        yield new Terms(algorithm, most, periodSeconds, most, 0, start);
      }
    };
  }

  private static long ceilDiv(long value, long by) {
    return (value + by - 1) / by;
  }

  /** Units that a call of this cost takes: in flight one place, whatever it costs. */
  public long units(long cost) {
    return algorithm == Algorithm.IN_FLIGHT ? Math.min(cost, 1) : cost;
  }

  /** In how many seconds all units come back; 0 where that is not a matter of time. */
  public long fillSeconds() {
    return switch (algorithm) {
      case FIXED_WINDOW, SLIDING_WINDOW -> periodSeconds;
      case SMOOTH -> ceilDiv(burst * intervalMicros, SECOND);
      case IN_FLIGHT -> 0;
    };
  }

  /** Whole units that fit now, 0 to {@link #burst}. */
  public long remaining(long word, long tail, long nowMicros) {
    return switch (algorithm) {
      case FIXED_WINDOW -> FixedWindow.remaining(word, nowMicros / SECOND, count);
      case SLIDING_WINDOW -> SlidingWindow.remaining(this, word, tail, nowMicros);
      case SMOOTH -> Gcra.remaining(word, nowMicros, intervalMicros, burst);
      case IN_FLIGHT -> InFlight.remaining(word, nowMicros, count);
    };
  }

  /** Whether a charge now goes on with what is open, and opens no window. */
  public boolean isOpen(long word, long nowMicros) {
    return switch (algorithm) {
      case FIXED_WINDOW -> FixedWindow.isOpen(word, nowMicros / SECOND);
      case SLIDING_WINDOW -> SlidingWindow.isOpen(word, nowMicros);
      case SMOOTH, IN_FLIGHT -> word != 0;
    };
  }

  /** Whether a charge now changes the tail too. */
  public boolean renews(long word, long nowMicros) {
    return algorithm == Algorithm.SLIDING_WINDOW && !SlidingWindow.isOpen(word, nowMicros);
  }

  /** The word after {@code cost} if that fits what is open now; else 0. */
  public long chargedOpen(long word, long tail, long nowMicros, long cost) {
    if (algorithm == Algorithm.FIXED_WINDOW) {
      return FixedWindow.chargedOpen(word, nowMicros, count, cost);
    }
    long units = units(cost);
    boolean goes =
        isOpen(word, nowMicros) && units <= remaining(word, tail, nowMicros) && units > 0;
    return goes ? charged(word, nowMicros, units) : 0;
  }

  /** The word after {@code units} more. */
  public long charged(long word, long nowMicros, long units) {
    return switch (algorithm) {
      case FIXED_WINDOW -> {
        long now = nowMicros / SECOND;
        long reset = FixedWindow.resetSecond(word, now, periodSeconds, start);
        yield FixedWindow.charged(word, now, reset, units);
      }
      case SLIDING_WINDOW -> SlidingWindow.charged(word, nowMicros, periodSeconds, units);
      case SMOOTH -> Gcra.charged(word, nowMicros, intervalMicros, units);
      case IN_FLIGHT -> InFlight.begun(word, nowMicros);
    };
  }

  /** The tail of a new counter, and of a window that is {@linkplain #renews renewed}. */
  public long tail(long word, long nowMicros) {
    return algorithm == Algorithm.SLIDING_WINDOW
        ? SlidingWindow.opened(word, nowMicros, periodSeconds)
        : Tail.of(algorithm, periodSeconds, 0);
  }

  /**
   * The word after units came back, if it still counts what was charged. Not for buckets, whose
   * words say less: see {@link Gcra#owed}.
   *
   * @param charged the word that the charge left
   */
  public long givenBack(long word, long charged, long units) {
    return switch (algorithm) {
      case FIXED_WINDOW -> FixedWindow.givenBack(word, FixedWindow.endSecond(charged), units);
      case SLIDING_WINDOW -> SlidingWindow.givenBack(word, charged, units);
      case SMOOTH -> throw new IllegalStateException("a bucket is lowered: terms=" + this);
      case IN_FLIGHT -> units == 0 ? word : InFlight.ended(word, charged);
    };
  }

  /**
   * When the reset is, in microseconds: the end of the window, or when the bucket is full. In
   * flight nobody knows; a second from now.
   */
  public long resetMicros(long word, long nowMicros) {
    return switch (algorithm) {
      case FIXED_WINDOW ->
          FixedWindow.resetSecond(word, nowMicros / SECOND, periodSeconds, start) * SECOND;
      case SLIDING_WINDOW -> SlidingWindow.endSecondAt(word, nowMicros, periodSeconds) * SECOND;
      case SMOOTH -> Math.max(word, nowMicros);
      case IN_FLIGHT -> nowMicros + SECOND;
    };
  }

  /** When the next units come back. */
  public long nextMicros(long word, long nowMicros) {
    return algorithm == Algorithm.SMOOTH
        ? Gcra.nextMicros(word, nowMicros, intervalMicros, burst)
        : resetMicros(word, nowMicros);
  }

  /**
   * The earliest time, be it past, from which on {@code units} fit if nobody else calls; {@link
   * #NEVER} if they are more than there ever are. Not for calls in flight.
   */
  public long freeMicros(long word, long tail, long units) {
    if (units > burst) {
      return NEVER;
    }
    return switch (algorithm) {
      case FIXED_WINDOW ->
          FixedWindow.used(word) + units <= count ? 0 : FixedWindow.endSecond(word) * SECOND;
      case SLIDING_WINDOW -> SlidingWindow.freeMicros(this, word, tail, units);
      case SMOOTH -> Gcra.freeMicros(word, intervalMicros, burst, units);
      case IN_FLIGHT -> 0;
    };
  }
}
