package io.tallygate.gateway.admin;

import io.tallygate.limiter.clock.Ticker;
import java.time.Duration;
import java.util.OptionalLong;

/** Lets one line a second into the log, for strangers must not fill a disk. Thread-safe. */
public final class LogLimit {

  static final Duration EVERY = Duration.ofSeconds(1);

  private final Ticker ticker;
  private long nextNanos; // guarded by this
  private long leftOut; // guarded by this

  public LogLimit(Ticker ticker) {
    this.ticker = ticker;
    this.nextNanos = ticker.monotonicNanos();
  }

  /** How many lines were left out since the last one; empty if this one is to be left out too. */
  public synchronized OptionalLong admit() {
    long now = ticker.monotonicNanos();
    if (now - nextNanos < 0) {
      leftOut++;
      return OptionalLong.empty();
    }
    nextNanos = now + EVERY.toNanos();
    OptionalLong before = OptionalLong.of(leftOut);
    leftOut = 0;
    return before;
  }
}
