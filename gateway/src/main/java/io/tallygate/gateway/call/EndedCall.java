package io.tallygate.gateway.call;

import io.tallygate.limiter.Decision;
import io.tallygate.limiter.match.Match;
import io.tallygate.policy.ErrorCode;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A call that has ended, to look at while {@link CallObserver#ended} runs and no longer. Its texts
 * and records are immutable and may be kept; the decision is a carrier and may not.
 */
public interface EndedCall {

  /** What names the call in the log and to the upstream. */
  String requestId();

  /** As the client sent it: case matters, and it may be a word that nobody knows. */
  String methodName();

  /** In its one spelling and without the query; empty if the head could not be read. */
  String path();

  /** Tells queries apart without keeping them: they may hold secrets. 0 without one. */
  default int queryHash() {
    return 0;
  }

  Match match();

  /** The group that counted the call or would have; empty if that was not found out. */
  String group();

  /** The key's id, or a proven token's; empty for calls without one. */
  String identity();

  InetAddress address();

  /** Tells connections apart, but for one pair in four billion; 0 if it is not known. */
  default long connection() {
    return 0;
  }

  /** Whether no call came before it on its connection. */
  default boolean isFirstOnConnection() {
    return true;
  }

  /** When its head had come, by the wall clock, in Unix microseconds. */
  long startedMicros();

  /** From its head to the end of its response. */
  long nanos();

  /** Of the response; 0 if the client left before there was one. */
  int status();

  /**
   * From the request's head sent to the upstream until the head of its answer; 0 if there was none
   * of the two.
   */
  long upstreamNanos();

  /** The name of the limit for which it was answered 429; empty if it was not. */
  String refusedBy();

  /**
   * Tells answers apart without keeping them: two with the same fingerprint had the same body, but
   * for one pair in four billion. 0 if it is not known: of other calls than GETs of a known caller,
   * answered 200 by the upstream to the end, with 1 byte to 256 KiB; or if nobody wanted it.
   */
  default long fingerprint() {
    return 0;
  }

  /** Why the gateway answered itself; null if the upstream answered, or nobody did. */
  @Nullable ErrorCode answered();

  /**
   * What was decided for {@link #identity}'s key or token; null if it was not asked about: where an
   * address was counted, or the answer came before.
   */
  @Nullable Decision counted();
}
