package io.tallygate.gateway.usage;

import io.tallygate.limiter.clock.Ticker;

/** A clock that is set by hand, and one beside it that only goes on. */
final class TwoClocks implements Ticker {

  long wallSecond;
  long steadySecond = 1_000;

  TwoClocks(long wallSecond) {
    this.wallSecond = wallSecond;
  }

  @Override
  public long monotonicNanos() {
    return steadySecond * 1_000_000_000;
  }

  @Override
  public long wallMicros() {
    return wallSecond * 1_000_000;
  }
}
