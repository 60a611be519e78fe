package io.tallygate.gateway.coach;

import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.call.EndedCall;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.policy.Gate;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A coach that looks on: it copies each call on the event loop that carried it, and thinks about
 * the copies in a thread of its own. Thread-safe.
 */
public final class LiveCoach implements Coach, CallObserver, AutoCloseable {

  /*
   *   event loops ──► queue, 2^15 notes ──► every 100 ms ──► Callers ──► rules, when asked
   *                        │ full
   *                        └──► overlooked: what is found stays true, for it is a lower bound
   */

  /** What the notes of all callers may take. */
  static final long BYTES_MAX = 32L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(LiveCoach.class);
  private static final int QUEUE_MAX = 1 << 15; // 327,000 calls a second; 3.5 MB when it is full
  private static final long EVERY_MILLIS = 100;

  private final Ticker ticker;
  private final long hourMicros;
  private final MpscAtomicArrayQueue<CallNote> queue = new MpscAtomicArrayQueue<>(QUEUE_MAX);
  private final LongAdder overlooked = new LongAdder();
  private final Callers callers; // guarded by this
  private final ScheduledExecutorService thread;

  LiveCoach(Ticker ticker, Duration hour, long bytesMax) {
    this.ticker = ticker;
    this.hourMicros = hour.toSeconds() * 1_000_000;
    this.callers = new Callers(bytesMax);
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, "tallygate-coach");
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Starts looking on.
   *
   * @param hour how long an hour of the policy lasts; what is older than two is forgotten
   */
  public static LiveCoach start(Ticker ticker, Duration hour) {
    LiveCoach coach = new LiveCoach(ticker, hour, BYTES_MAX);
    coach.thread.scheduleWithFixedDelay(
        coach::thinkSafely, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return coach;
  }

  @Override
  public void ended(EndedCall call) {
    boolean callsTheApi = !call.identity().isEmpty() && !call.group().equals(Gate.PAGE.name());
    if (callsTheApi && !queue.offer(CallNote.of(call))) {
      overlooked.increment();
    }
  }

  private void thinkSafely() {
    try {
      think();
    } catch (RuntimeException e) {
      LOG.error("coach failed; it goes on with the next calls", e);
    }
  }

  /** Takes in what was noted. */
  synchronized void think() {
    for (int i = 0; i < QUEUE_MAX; i++) {
      CallNote call = queue.relaxedPoll();
      if (call == null) {
        return;
      }
      callers.note(call, hour(call.startedMicros));
    }
  }

  private long hour(long micros) {
    return Math.floorDiv(micros, hourMicros);
  }

  @Override
  public Review review(String key) {
    Seen seen = seen(key);
    return seen == null || seen.calls() == 0
        ? Review.nothingSeen(key)
        : new Review(
            key, Review.State.SEEN, seen.calls(), seen.sinceSecond(), Rules.findings(seen));
  }

  /** What is known of a caller; null if nothing is. */
  synchronized @Nullable Seen seen(String key) {
    think();
    CallerNotes notes = callers.of(key);
    return notes == null ? null : notes.seen(hour(ticker.wallMicros()), hourMicros / 1_000_000);
  }

  /** Calls of which no note was taken, for too many came at once. */
  public long overlooked() {
    return overlooked.sum();
  }

  /** Callers that are remembered. */
  public synchronized int size() {
    return callers.size();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
