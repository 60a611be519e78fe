package io.tallygate.gateway.database;

import io.tallygate.limiter.clock.Ticker;

/** A clock that stands still until it is moved by hand. */
final class MovedTicker implements Ticker {

  volatile long second;

  MovedTicker(long second) {
    this.second = second;
  }

  @Override
  public long monotonicNanos() {
    return second * 1_000_000_000;
  }

  @Override
  public long wallMicros() {
    return second * 1_000_000;
  }
}
