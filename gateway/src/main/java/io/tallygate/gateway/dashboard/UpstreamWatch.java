package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.call.EndedCall;
import io.tallygate.policy.ErrorCode;

/**
 * Knows whether the API answers, from the calls that go there: it asks nothing itself. Thread-safe.
 */
public final class UpstreamWatch implements CallObserver {

  private static final long MICROS = 1_000_000;

  private volatile long answeredSecond;
  private volatile long failedSecond;
  private volatile String failure = "";

  /**
   * How the API was found lately.
   *
   * @param answeredSecond when it answered last, Unix; 0 for never
   * @param failedSecond when it failed last, Unix; 0 for never
   * @param failure what it was then, such as {@code upstream_unreachable}; empty for never
   */
  public record Seen(long answeredSecond, long failedSecond, String failure) {

    /** In a word. */
    public State state() {
      if (answeredSecond == 0 && failedSecond == 0) {
        return State.UNKNOWN;
      }
      return failedSecond > answeredSecond ? State.FAILING : State.ANSWERING;
    }
  }

  /** What the last calls say. */
  public enum State {
    UNKNOWN,
    ANSWERING,
    FAILING
  }

  @Override
  public void ended(EndedCall call) {
    ErrorCode code = call.answered();
    if (code == null && call.upstreamNanos() == 0) {
      return; // the client left before it answered, or it was a page of ours
    }
    long second = (call.startedMicros() + call.nanos() / 1_000) / MICROS;
    if (code == null) {
      if (second > answeredSecond) { // a write a second, for all loops share the line
        answeredSecond = second;
      }
    } else if (isUpstreams(code) && second > failedSecond) {
      failure = code.code();
      failedSecond = second;
    }
  }

  private static boolean isUpstreams(ErrorCode code) {
    return code.status() == 502 || code.status() == 504;
  }

  public Seen seen() {
    return new Seen(answeredSecond, failedSecond, failure);
  }
}
