package io.tallygate.servlet;

import io.tallygate.limiter.Call.Mode;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.match.Match;
import io.tallygate.policy.ErrorCode;
import io.tallygate.policy.door.CrossOrigin;
import io.tallygate.policy.door.PolicyLimits;
import io.tallygate.policy.door.Shown;
import io.tallygate.servlet.Counters.Counted;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** The way of a request, in the gateway's order: endpoint, caller, decision. Thread-safe. */
record Way(RateLimitConfig config, Counters counters) {

  private static final Match AMBIGUOUS = new Match.Ambiguous();
  private static final Match OTHER = new Match.Other();

  Ruling rule(HttpServletRequest request, PolicyLimits limits) {
    Match match = match(request, limits);
    if (match instanceof Match.Ambiguous) {
      return refuseAmbiguous(request, limits);
    }
    if (match instanceof Match.Open || isPreflight(request)) {
      return Ruling.of(counters.decide(new Counted.Open(ClientAddress.of(request)), Mode.CHARGE));
    }
    String id = id(request);
    if (id != null) {
      return Ruling.of(counters.decide(new Counted.Key(id, limits.of(match)), Mode.CHARGE));
    }
    return fail(
        request, showsNothing(request) ? ErrorCode.MISSING_API_KEY : ErrorCode.INVALID_API_KEY);
  }

  /** The path as it was sent: what the container has decoded, it has read in one way of many. */
  private static Match match(HttpServletRequest request, PolicyLimits limits) {
    String path = request.getRequestURI();
    if (path == null || path.chars().anyMatch(c -> c > 0x7E)) {
      return AMBIGUOUS; // bytes beyond ASCII: containers do not agree what they mean
    }
    if (path.equals("*") && request.getMethod().equals("OPTIONS")) { // about the whole server
      return OTHER;
    }
    return limits.match(request.getMethod(), path);
  }

  private static boolean isPreflight(HttpServletRequest request) {
    return CrossOrigin.isPreflight(request.getMethod(), name -> request.getHeader(name) != null);
  }

  /**
   * Shows how the caller stands, and costs nothing; but a wrong key is a failure here too: else
   * whoever asks for a path that is refused could try out keys and never be counted.
   */
  private Ruling refuseAmbiguous(HttpServletRequest request, PolicyLimits limits) {
    String id = id(request);
    if (id != null) {
      Counted key = new Counted.Key(id, limits.other());
      return new Ruling(counters.decide(key, Mode.PEEK), ErrorCode.AMBIGUOUS_PATH);
    }
    if (showsNothing(request)) {
      Counted address = new Counted.Failure(ClientAddress.of(request));
      return new Ruling(counters.decide(address, Mode.PEEK), ErrorCode.AMBIGUOUS_PATH);
    }
    return fail(request, ErrorCode.AMBIGUOUS_PATH);
  }

  private Ruling fail(HttpServletRequest request, ErrorCode code) {
    Counted address = new Counted.Failure(ClientAddress.of(request));
    return Ruling.ofFailure(counters.decide(address, Mode.CHARGE), code);
  }

  /** The id of the key that the request shows; null if that is nobody's. */
  private @Nullable String id(HttpServletRequest request) {
    if (shown(request) instanceof Shown.Unreadable) {
      return null;
    }
    String id = config.callers().apply(request);
    return id == null || id.isEmpty() || id.length() > Caller.ID_MAX ? null : id;
  }

  private boolean showsNothing(HttpServletRequest request) {
    return shown(request) instanceof Shown.Nothing;
  }

  private Shown shown(HttpServletRequest request) {
    String field = config.keyHeader();
    return Shown.by(field, Collections.list(request.getHeaders(field)));
  }
}
