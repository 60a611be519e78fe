package io.tallygate.gateway.admin;

import io.tallygate.limiter.clock.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that the test moves; if told so, it also moves each time it is read. */
final class HandTicker implements Ticker {

  static final long START_SECOND = 1_795_510_820;

  private final AtomicLong nanos = new AtomicLong();
  private volatile long stepNanos;

  void skip(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  /** From now on each look at it moves it. */
  void step(Duration duration) {
    stepNanos = duration.toNanos();
  }

  long second() {
    return wallMicros() / 1_000_000;
  }

  @Override
  public long monotonicNanos() {
    return nanos.addAndGet(stepNanos);
  }

  @Override
  public long wallMicros() {
    return START_SECOND * 1_000_000 + nanos.get() / 1_000;
  }
}
