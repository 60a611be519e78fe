package io.tallygate.gateway.usage;

import io.tallygate.gateway.key.DataException;
import io.tallygate.limiter.clock.Ticker;
import java.time.Duration;
import org.slf4j.Logger;

/**
 * Writes what was gathered, and deletes what is too old. What cannot be written waits, and is tried
 * again; nothing is written twice. Of one thread.
 */
final class UsageWriter {

  /** How often it is told that it still cannot be written, and what was lost. */
  static final Duration TOLD_EVERY = Duration.ofMinutes(1);

  /** How often old rows are looked for. */
  static final Duration TIDIED_EVERY = Duration.ofMinutes(1);

  /** By so much the clocks may differ between two looks; else the wall clock was set. */
  static final Duration SET_BY = Duration.ofMinutes(1);

  /** After the wall clock was set nothing is too old for so long: it may be set right again. */
  static final Duration DOUBTED = Duration.ofMinutes(10);

  private final Gathered gathered;
  private final UsageStore store;
  private final Ticker ticker;
  private final Logger log;
  private long tidiedNanos;
  private long seenNanos;
  private long seenMicros;
  private long trustedNanos; // from then on
  private long toldNanos;
  private volatile boolean failing; // written by the one thread
  private long droppedTold;

  UsageWriter(Gathered gathered, UsageStore store, Ticker ticker, Logger log) {
    this.gathered = gathered;
    this.store = store;
    this.ticker = ticker;
    this.log = log;
    this.tidiedNanos = ticker.monotonicNanos() - TIDIED_EVERY.toNanos();
    this.seenNanos = ticker.monotonicNanos();
    this.seenMicros = ticker.wallMicros();
    this.trustedNanos = seenNanos;
    this.toldNanos = ticker.monotonicNanos() - TOLD_EVERY.toNanos();
  }

  /**
   * Writes all that waits.
   *
   * @return whether it is written
   */
  boolean write() {
    gathered.keepMinutesOfBusiest(ticker.monotonicNanos() / 1_000_000_000);
    boolean done = true;
    try {
      for (UsageBatch batch = gathered.batch(); batch != null; batch = gathered.batch()) {
        store.add(batch);
        gathered.written();
      }
      recovered();
    } catch (RuntimeException e) {
      failed(e);
      done = false;
    }
    tellDropped();
    return done;
  }

  /** Deletes what is too old, if it was not looked for lately. */
  void tidy() {
    long now = ticker.monotonicNanos();
    lookAtClock(now);
    if (failing || now - tidiedNanos < TIDIED_EVERY.toNanos() || now - trustedNanos < 0) {
      return;
    }
    try {
      boolean more = store.tidy(ticker.wallMicros() / 1_000_000);
      tidiedNanos = more ? tidiedNanos : now;
    } catch (RuntimeException e) {
      tidiedNanos = now;
      log.warn("old usage is not deleted: cause={}", cause(e));
    }
  }

  private void lookAtClock(long nowNanos) {
    long nowMicros = ticker.wallMicros();
    long setMicros = nowMicros - seenMicros - (nowNanos - seenNanos) / 1_000;
    if (Math.abs(setMicros) > SET_BY.toNanos() / 1_000) {
      trustedNanos = nowNanos + DOUBTED.toNanos();
    }
    seenNanos = nowNanos;
    seenMicros = nowMicros;
  }

  private void failed(RuntimeException e) {
    if (!failing || isTimeToTell()) {
      toldNanos = ticker.monotonicNanos();
      long dropped = droppedSinceTold();
      log.warn(
          "usage cannot be written and waits: calls={} dropped={} cause={}",
          gathered.waitingCalls(),
          dropped,
          cause(e));
      droppedTold += dropped;
    }
    failing = true;
  }

  private static String cause(RuntimeException e) {
    return e instanceof DataException ? String.valueOf(e.getMessage()) : e.toString();
  }

  private void recovered() {
    if (failing) {
      failing = false;
      log.info("usage is written again");
    }
  }

  private void tellDropped() {
    long calls = droppedSinceTold();
    if (calls > 0 && isTimeToTell()) {
      toldNanos = ticker.monotonicNanos();
      log.warn("usage found no room in memory and is not recorded: calls={}", calls);
      droppedTold += calls;
    }
  }

  private long droppedSinceTold() {
    return gathered.dropped() - droppedTold;
  }

  /** Whether the database did not take what was written last. From any thread. */
  boolean isFailing() {
    return failing;
  }

  private boolean isTimeToTell() {
    return ticker.monotonicNanos() - toldNanos >= TOLD_EVERY.toNanos();
  }

  /** Tells what is lost because the end has come. */
  void tellLost() {
    long calls = gathered.waitingCalls() + droppedSinceTold();
    if (calls > 0) {
      log.warn("usage is not recorded, for the database did not take it: calls={}", calls);
    }
  }
}
