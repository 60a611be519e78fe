package io.tallygate.gateway.usage;

import io.tallygate.gateway.key.DataException;
import io.tallygate.limiter.clock.Ticker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what was gathered, and deletes what is too old. What cannot be written waits, and is tried
 * again; nothing is written twice. Of one thread.
 */
final class UsageWriter {

  /** How often it is told that it still cannot be written, and what was lost. */
  static final Duration TOLD_EVERY = Duration.ofMinutes(1);

  /** How often old rows are looked for. */
  static final Duration TIDIED_EVERY = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(UsageWriter.class);

  private final Gathered gathered;
  private final UsageStore store;
  private final Ticker ticker;
  private long tidiedNanos;
  private long toldNanos;
  private boolean failing;
  private long droppedCalls;

  UsageWriter(Gathered gathered, UsageStore store, Ticker ticker) {
    this.gathered = gathered;
    this.store = store;
    this.ticker = ticker;
    this.tidiedNanos = ticker.monotonicNanos() - TIDIED_EVERY.toNanos();
    this.toldNanos = ticker.monotonicNanos() - TOLD_EVERY.toNanos();
  }

  /**
   * Writes all that waits.
   *
   * @return whether it is written
   */
  boolean write() {
    gathered.keepMinutesOfBusiest(ticker.monotonicNanos() / 1_000_000_000);
    droppedCalls += gathered.takeDropped();
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
    if (failing || now - tidiedNanos < TIDIED_EVERY.toNanos()) {
      return;
    }
    try {
      boolean more = store.tidy(ticker.wallMicros() / 1_000_000);
      tidiedNanos = more ? tidiedNanos : now;
    } catch (RuntimeException e) {
      tidiedNanos = now;
      LOG.warn("old usage is not deleted: cause={}", cause(e));
    }
  }

  private void failed(RuntimeException e) {
    if (!failing || isTimeToTell()) {
      toldNanos = ticker.monotonicNanos();
      LOG.warn(
          "usage cannot be written and waits: calls={} cause={}",
          gathered.waitingCalls(),
          cause(e));
    }
    failing = true;
  }

  private static String cause(RuntimeException e) {
    return e instanceof DataException ? String.valueOf(e.getMessage()) : e.toString();
  }

  private void recovered() {
    if (failing) {
      failing = false;
      LOG.info("usage is written again");
    }
  }

  private void tellDropped() {
    if (droppedCalls > 0 && isTimeToTell()) {
      toldNanos = ticker.monotonicNanos();
      LOG.warn("usage found no room in memory and is not recorded: calls={}", droppedCalls);
      droppedCalls = 0;
    }
  }

  private boolean isTimeToTell() {
    return ticker.monotonicNanos() - toldNanos >= TOLD_EVERY.toNanos();
  }

  /** Tells what is lost because the end has come. */
  void tellLost() {
    long calls = gathered.waitingCalls() + droppedCalls;
    if (calls > 0) {
      LOG.warn("usage is not recorded, for the database did not take it: calls={}", calls);
    }
  }
}
