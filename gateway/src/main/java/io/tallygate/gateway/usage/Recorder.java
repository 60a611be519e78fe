package io.tallygate.gateway.usage;

import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.call.EndedCall;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.policy.Gate;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records who calls how much. A call is counted on its event loop, in memory of that loop alone;
 * one thread gathers that every second, another writes it every {@link #WRITTEN_EVERY}, so that a
 * slow database holds up neither calls nor what is told of now. A process that is killed loses what
 * was counted since the last write; {@link #close} writes all.
 *
 * <p>Reading the page of limits is no call, and not recorded. Thread-safe.
 */
public final class Recorder implements CallObserver, AutoCloseable {

  /** How often it is written. */
  public static final Duration WRITTEN_EVERY = Duration.ofSeconds(10);

  /** How long {@link #close} waits for a database that does not answer. */
  static final Duration CLOSED_WITHIN = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  private static final long GATHERED_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Ticker ticker;
  private final UsageStore store;
  private final Gathered gathered;
  private final UsageWriter writer;
  private final List<Shard> shards = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Shard> shard = ThreadLocal.withInitial(this::newShard);
  private final long sinceSecond;
  private final Thread gathering = new Thread(this::gatherAlways, "tallygate-usage");
  private final Thread writing = new Thread(this::writeAlways, "tallygate-usage-writer");
  private volatile boolean closed; // nothing is gathered any more
  private volatile boolean finished; // and what was is handed over

  /**
   * A recorder that does nothing of itself: see {@link #start}.
   *
   * @param store closed with this
   */
  Recorder(UsageStore store, Ticker ticker) {
    this.store = store;
    this.ticker = ticker;
    this.gathered = new Gathered(UUID.randomUUID().toString());
    this.writer = new UsageWriter(gathered, store, ticker, LOG);
    this.sinceSecond = wallSecond();
  }

  /**
   * Starts recording.
   *
   * @param store closed with this
   */
  public static Recorder start(UsageStore store, Ticker ticker) {
    Recorder recorder = new Recorder(store, ticker);
    recorder.gathering.setDaemon(true);
    recorder.writing.setDaemon(true);
    recorder.gathering.start();
    recorder.writing.start();
    return recorder;
  }

  private Shard newShard() {
    Shard made = new Shard();
    shards.add(made);
    return made;
  }

  @Override
  public void ended(EndedCall call) {
    if (!call.group().equals(Gate.PAGE.name()) && shard.get().count(call)) {
      LockSupport.unpark(gathering);
    }
  }

  /** Takes over what was counted until now. */
  synchronized void gather() {
    Gathered.Time time = new Gathered.Time(steadySecond(), wallSecond());
    for (Shard one : shards) {
      gathered.take(one.take(), time);
    }
  }

  /**
   * Writes what was gathered.
   *
   * @return whether all of it is written
   */
  boolean write() {
    return writer.write();
  }

  /** Calls that are not recorded whole, for there was no room for them in memory. */
  public long dropped() {
    return gathered.dropped();
  }

  /** Calls that wait to be written. */
  public long waiting() {
    return gathered.waitingCalls();
  }

  /** Whether the database did not take what was written last. */
  public boolean isFailing() {
    return writer.isFailing();
  }

  Gathered gathered() {
    return gathered;
  }

  UsageStore store() {
    return store;
  }

  long sinceSecond() {
    return sinceSecond;
  }

  long steadySecond() {
    return ticker.monotonicNanos() / 1_000_000_000;
  }

  long wallSecond() {
    return ticker.wallMicros() / 1_000_000;
  }

  private void gatherAlways() {
    while (!closed) {
      LockSupport.parkNanos(this, GATHERED_EVERY_NANOS);
      safely(this::gather);
    }
  }

  private void writeAlways() {
    long writtenNanos = ticker.monotonicNanos();
    while (!finished) {
      long waitedNanos = ticker.monotonicNanos() - writtenNanos;
      if (waitedNanos < WRITTEN_EVERY.toNanos()) {
        LockSupport.parkNanos(this, WRITTEN_EVERY.toNanos() - waitedNanos);
        continue;
      }
      writtenNanos = ticker.monotonicNanos();
      safely(
          () -> {
            gather();
            writer.write();
            writer.tidy();
          });
    }
    safely(writer::write);
  }

  /** A mistake in one round is no reason to end all that come. */
  private static void safely(Runnable round) {
    try {
      round.run();
    } catch (RuntimeException e) {
      LOG.error("usage failed; it goes on with the next calls", e);
    }
  }

  /** Writes what there is, if the database takes it; calls that end later are not recorded. */
  @Override
  public void close() {
    closed = true;
    try {
      LockSupport.unpark(gathering);
      gathering.join();
      gather();
      finished = true;
      LockSupport.unpark(writing);
      writing.join(CLOSED_WITHIN.toMillis());
    } catch (InterruptedException e) {
      finished = true;
      Thread.currentThread().interrupt();
    }
    writer.tellLost();
    if (!writing.isAlive()) {
      store.close();
    }
  }
}
