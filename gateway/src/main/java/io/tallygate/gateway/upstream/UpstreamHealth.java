package io.tallygate.gateway.upstream;

import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.call.EndedCall;
import io.tallygate.policy.ErrorCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Knows whether the API answers, from the calls that go there: it asks nothing itself. An answer is
 * an answer, whatever its status. Thread-safe.
 */
public final class UpstreamHealth implements CallObserver {

  /*
   *             an answer                    a failure
   *   UNKNOWN ────────────► ANSWERING ◄──┬────────────► FAILING
   *                             ▲        │ an answer       │ FAILURES_MIN at least, and the first
   *                             └────────┴──── DOWN ◄──────┘ and last downAfter apart
   *
   * What the gateway answers itself (a page, a refusal) says nothing of the API.
   */

  /** Fewer failures are no outage, however far apart. */
  static final int FAILURES_MIN = 3;

  private static final long NONE = 0;
  private static final long MICROS = 1_000_000;

  private final long downAfterMicros;
  private final AtomicLong firstFailureMicros = new AtomicLong(NONE); // since the last answer
  private final AtomicInteger failures = new AtomicInteger(); // since then
  private volatile long lastFailureMicros;
  private volatile String failure = "";
  private volatile boolean answered;

  /**
   * Of an API that was not called yet.
   *
   * @param downAfter how long it must have answered nothing to be down
   */
  public UpstreamHealth(Duration downAfter) {
    this.downAfterMicros = downAfter.toNanos() / 1_000;
  }

  /** What the last calls say. */
  public enum State {
    /** None has said anything yet. */
    UNKNOWN,
    /** The last was answered. */
    ANSWERING,
    /** The last was not, and it is too early to speak of an outage. */
    FAILING,
    /** For a while none was. */
    DOWN
  }

  /**
   * How the API was found lately.
   *
   * @param sinceMicros since when nothing was answered, Unix; 0 if the last call was
   * @param failedSecond when it failed last, Unix; 0 for never
   * @param failure what it was then, such as {@code upstream_unreachable}; empty for never
   */
  public record Seen(State state, long sinceMicros, long failedSecond, String failure) {

    /** Whether the last call was not answered. */
    public boolean isFailing() {
      return state == State.FAILING || state == State.DOWN;
    }
  }

  @Override
  public void ended(EndedCall call) {
    ErrorCode code = call.answered();
    if (code == null && call.upstreamNanos() > 0) { // else the client left, or it was our page
      if (firstFailureMicros.get() != NONE) { // most calls only read
        firstFailureMicros.set(NONE);
        failures.set(0);
      }
      if (!answered) {
        answered = true;
      }
    } else if (code == ErrorCode.UPSTREAM_UNREACHABLE
        || code == ErrorCode.UPSTREAM_BROKEN
        || code == ErrorCode.UPSTREAM_TIMEOUT) {
      long now = call.startedMicros() + call.nanos() / 1_000;
      firstFailureMicros.compareAndSet(NONE, now);
      failure = code.code();
      lastFailureMicros = now;
      failures.incrementAndGet();
    }
  }

  /** What is known now. */
  public Seen seen() {
    long first = firstFailureMicros.get();
    long last = lastFailureMicros;
    return new Seen(state(first, last), first, last / MICROS, failure);
  }

  private State state(long firstMicros, long lastMicros) {
    if (firstMicros == NONE) {
      return answered ? State.ANSWERING : State.UNKNOWN;
    }
    boolean isDown = lastMicros - firstMicros >= downAfterMicros && failures.get() >= FAILURES_MIN;
    return isDown ? State.DOWN : State.FAILING;
  }
}
