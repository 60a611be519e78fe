package io.tallygate.gateway.key;

import io.tallygate.limiter.clock.Ticker;

/** A clock that stands still. */
record FixedTicker(long wallSecond) implements Ticker {

  @Override
  public long monotonicNanos() {
    return 0;
  }

  @Override
  public long wallMicros() {
    return wallSecond * 1_000_000;
  }
}
