package io.tallygate.client.execution;

import io.tallygate.client.LimitView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** When the next poll may go out, so that polls last until the window ends. Not thread-safe. */
final class Budget {

  /*
   * Credit grows at the rate at which what is left of the limit lasts just until its reset; a poll
   * takes 1 of it. Credit that nobody uses is kept, up to a fiftieth of the limit, so that a few
   * executions are looked at as soon as they want to be, and many evenly.
   *
   *   rate = (remaining - reserve) / (reset - now)         of several limits the lowest
   *
   * The reserve, a twentieth, is for other programs with the same key, and for looks by hand.
   * Where the server says nothing, it is one poll a second.
   */

  private static final double UNKNOWN_PER_SECOND = 1;
  private static final double RESERVE = 1.0 / 20;
  private static final double KEPT = 1.0 / 50;
  private static final double SECOND_NANOS = 1e9;
  private static final double DUST = 1e-6;

  private double credit = 1;
  private double perSecond = UNKNOWN_PER_SECOND;
  private double most = 1;
  private boolean isKnown;
  private long creditNanos;
  private long heldNanos;

  Budget(long nowNanos) {
    this.creditNanos = nowNanos;
    this.heldNanos = nowNanos;
  }

  /** How long until the next poll may go out; 0 for at once. */
  long waitNanos(List<LimitView> limits, Instant now, long nowNanos) {
    credit = Math.min(most, credit + perSecond * (nowNanos - creditNanos) / SECOND_NANOS);
    creditNanos = nowNanos;
    learn(limits, now, nowNanos);
    long held = Math.max(heldNanos - nowNanos, 0);
    if (credit >= 1 - DUST) {
      return held;
    }
    return Math.max(held, (long) Math.ceil((1 - credit) / perSecond * SECOND_NANOS));
  }

  /** A poll goes out. */
  void take() {
    credit -= 1;
  }

  /** No poll until then. */
  void hold(long untilNanos) {
    heldNanos = Math.max(heldNanos, untilNanos);
  }

  private void learn(List<LimitView> limits, Instant now, long nowNanos) {
    double lowest = Double.MAX_VALUE;
    for (LimitView limit : limits) {
      limit.heldUntil().ifPresent(until -> hold(nowNanos + nanos(now, until)));
      if (limit.remaining().isEmpty() || limit.resetAt().isEmpty()) {
        continue;
      }
      long count = limit.count().orElse(limit.remaining().getAsLong());
      double left = limit.remaining().getAsLong() - Math.ceil(count * RESERVE);
      double seconds = Math.max(nanos(now, limit.resetAt().get()) / SECOND_NANOS, 1);
      if (left < 1) {
        hold(nowNanos + nanos(now, limit.resetAt().get()));
      }
      double rate = Math.max(left, 1) / seconds;
      if (rate < lowest) {
        lowest = rate;
        most = Math.max(1, Math.floor(count * KEPT));
      }
    }
    if (lowest < Double.MAX_VALUE) {
      perSecond = lowest;
      credit = isKnown ? Math.min(credit, most) : most;
      isKnown = true;
    } else {
      perSecond = UNKNOWN_PER_SECOND;
    }
  }

  private static long nanos(Instant now, Instant then) {
    return Math.max(Duration.between(now, then).toNanos(), 0);
  }
}
