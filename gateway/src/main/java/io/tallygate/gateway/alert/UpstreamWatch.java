package io.tallygate.gateway.alert;

import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.call.EndedCall;
import io.tallygate.policy.ErrorCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the API answers, as far as calls show: it is down when for a while calls were sent and
 * none was answered. An answer is an answer, whatever its status.
 */
final class UpstreamWatch implements CallObserver {

  /** Fewer failures are no outage, however far apart. */
  static final int FAILURES_MIN = 3;

  private static final long NONE = 0;

  private final long downAfterMicros;
  private final AtomicLong firstFailureMicros = new AtomicLong(NONE); // since the last answer
  private final AtomicInteger failures = new AtomicInteger(); // since then
  private volatile long lastFailureMicros;
  private volatile boolean answered;

  UpstreamWatch(Duration downAfter) {
    this.downAfterMicros = downAfter.toNanos() / 1_000;
  }

  /** What calls have shown. */
  enum State {
    /** Nothing yet, or not enough. */
    UNKNOWN,
    UP,
    DOWN
  }

  @Override
  public void ended(EndedCall call) {
    ErrorCode code = call.answered();
    if (code == null && call.upstreamNanos() > 0) { // no page of ours
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
      lastFailureMicros = now;
      failures.incrementAndGet();
    }
  }

  State state() {
    long first = firstFailureMicros.get();
    if (first == NONE) {
      return answered ? State.UP : State.UNKNOWN;
    }
    boolean down = lastFailureMicros - first >= downAfterMicros && failures.get() >= FAILURES_MIN;
    return down ? State.DOWN : State.UNKNOWN;
  }

  /** Since when nothing was answered, Unix microseconds. */
  long sinceMicros() {
    return firstFailureMicros.get();
  }
}
