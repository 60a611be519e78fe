package io.tallygate.client;

import io.tallygate.limiter.clock.Ticker;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * What a client needs of the world. Tests pass their own.
 *
 * @param dice draws from 0 to 1
 * @param executor where a call goes on whose alarm rang; nothing in it blocks
 */
public record Surroundings(Ticker ticker, Alarm alarm, DoubleSupplier dice, Executor executor) {

  /** The machine's clocks and the JDK's timer. */
  public static final Surroundings SYSTEM =
      new Surroundings(
          Ticker.SYSTEM,
          Alarm.SYSTEM,
          () -> ThreadLocalRandom.current().nextDouble(),
          ForkJoinPool.commonPool());
}
