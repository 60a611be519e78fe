package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.clock.Ticker;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what happens elsewhere. */
final class Await {

  private static final Duration WAIT_MAX = Duration.ofSeconds(60);

  private Await() {}

  /** How long it takes until the condition holds; fails after a minute. */
  static Duration until(Callable<Boolean> condition) throws Exception {
    long startNanos = Ticker.SYSTEM.monotonicNanos();
    while (!condition.call()) {
      assertThat(Duration.ofNanos(Ticker.SYSTEM.monotonicNanos() - startNanos))
          .isLessThan(WAIT_MAX);
      LockSupport.parkNanos(5_000_000);
    }
    return Duration.ofNanos(Ticker.SYSTEM.monotonicNanos() - startNanos);
  }
}
