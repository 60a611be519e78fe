package io.tallygate.gateway.coach;

import io.tallygate.gateway.call.EndedCall;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.match.Match;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.policy.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What is copied of a call on the event loop that carried it; what it means is thought about
 * elsewhere. No body, no query, no secret. Immutable; about 100 bytes, gone in a tenth of a second.
 */
final class CallNote {

  /** How long a path may be to be told from others, in characters; of a longer one none is kept. */
  static final int PATH_MAX = 128;

  static final int NO_LIMIT = -1;

  /** Who answered, and what. */
  enum Kind {
    /** The upstream. */
    ANSWERED,
    /** We, 429. */
    REFUSED,
    /** We, for another reason, or nobody. */
    OTHER
  }

  final String key;
  final String group;
  final @Nullable Endpoint endpoint; // null for a path that the policy does not name
  final String path; // empty for one that is too long
  final long connection;
  final boolean isFirst; // on the connection
  final boolean isGet;
  final int queryHash;
  final Kind kind;
  final int status;
  final long fingerprint;
  final long startedMicros;
  final long endedMicros;
  final @Nullable Terms terms; // null if nobody counted the call

  /**
   * The limit that the caller was shown.
   *
   * @param resetSecond of its window; 0 for algorithms without one
   * @param waitSeconds what Retry-After said; 0 for a call that was not refused
   */
  record Terms(long limit, long periodSeconds, long resetSecond, long waitSeconds) {}

  private CallNote(EndedCall call) {
    key = call.identity();
    group = call.group();
    endpoint = call.match() instanceof Match.Named named ? named.endpoint() : null;
    path = call.path().length() <= PATH_MAX ? call.path() : "";
    connection = call.connection();
    isFirst = call.isFirstOnConnection();
    isGet = call.methodName().equals("GET");
    queryHash = isGet ? call.queryHash() : 0;
    ErrorCode answered = call.answered();
    status = call.status();
    kind =
        answered == ErrorCode.RATE_LIMITED
            ? Kind.REFUSED
            : answered == null && status > 0 ? Kind.ANSWERED : Kind.OTHER;
    fingerprint = call.fingerprint();
    startedMicros = call.startedMicros();
    endedMicros = startedMicros + call.nanos() / 1_000;
    Decision decision = call.counted();
    terms = decision == null ? null : terms(decision, kind);
  }

  static CallNote of(EndedCall call) {
    return new CallNote(call);
  }

  /** A limit that calls use up; one of calls in flight is no such, but can refuse. */
  private static @Nullable Terms terms(Decision decision, Kind kind) {
    int shown = decision.shown();
    long wait = kind == Kind.REFUSED ? decision.waitSeconds(shown) : 0;
    int index = shown;
    for (int i = 0; i < decision.size() && isInFlight(decision, index); i++) {
      index = i;
    }
    if (isInFlight(decision, index)) {
      return wait == 0 ? null : new Terms(NO_LIMIT, 0, 0, wait);
    }
    boolean hasWindow = index == shown && decision.algorithm(index) == Algorithm.FIXED_WINDOW;
    return new Terms(
        decision.count(index),
        decision.periodSeconds(index),
        hasWindow ? decision.resetSecond(index) : 0,
        wait);
  }

  private static boolean isInFlight(Decision decision, int index) {
    return decision.algorithm(index) == Algorithm.IN_FLIGHT;
  }

  /**
   * What the call asked for, path and query, as 64 bits: two of one caller's are the same by chance
   * once in 10^16.
   */
  long resource() {
    long hash = queryHash * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < path.length(); i++) {
      hash = (hash ^ path.charAt(i)) * 0x100000001B3L;
    }
    hash ^= hash >>> 32;
    hash *= 0x9E3779B97F4A7C15L;
    return hash ^ hash >>> 29;
  }
}
