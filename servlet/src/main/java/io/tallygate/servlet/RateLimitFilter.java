package io.tallygate.servlet;

import io.tallygate.policy.ErrorCode;
import io.tallygate.policy.Gate;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.door.CrossOrigin;
import io.tallygate.policy.door.ErrorBody;
import io.tallygate.servlet.LimitedResponse.Fields;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Enforces a policy inside a service, as the gateway does before one: the same limits, fields and
 * answers. Thread-safe. Close it to end its tickers, or let its container destroy it.
 *
 * <p>Map it to all paths, for requests and errors, and let it support asynchronous requests. A
 * request is counted once, when it goes on to the chain; its further dispatches (asynchronous ones,
 * forwards, error pages) cost nothing. It is in flight until it is complete. The path that counts
 * is the one that was sent, with the path of the service's context.
 */
public final class RateLimitFilter implements Filter, AutoCloseable {

  private final Counters counters;
  private final Way way;
  private final String decided; // an attribute of requests
  private volatile Version version;

  public RateLimitFilter(RateLimitConfig config) {
    this.counters = new Counters(config.limiter());
    this.way = new Way(config, counters);
    this.decided = RateLimitFilter.class.getName() + "@" + System.identityHashCode(this);
    this.version = counters.ready(config.policy());
  }

  /**
   * A filter with the defaults of {@link RateLimitConfig#of}.
   *
   * @param callers finds the id of the key that a request shows, null if it shows none or a wrong
   *     one
   */
  public static RateLimitFilter of(
      PolicyFile policy, Function<HttpServletRequest, @Nullable String> callers) {
    return new RateLimitFilter(RateLimitConfig.of(policy, callers));
  }

  /** Takes a policy over, whole: each call is decided by one version. Counts are kept. */
  public void policy(PolicyFile policy) {
    version = counters.ready(policy);
  }

  /**
   * Lets a call go on to the chain, or answers it.
   *
   * @throws ServletException if the request is not of HTTP
   */
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest call)
        || !(response instanceof HttpServletResponse answer)) {
      throw new ServletException(
          "request must be of HTTP: request=" + request.getClass().getName());
    }
    if (call.getAttribute(decided) instanceof Fields fields) {
      chain.doFilter(call, new LimitedResponse(answer, fields));
      return;
    }
    Version now = version;
    Ruling ruling = way.rule(call, now.limits());
    Fields fields = Fields.of(ruling.decision(), now.file().gate().ietf());
    call.setAttribute(decided, fields);
    LimitedResponse limited = new LimitedResponse(answer, fields);
    ErrorCode code = ruling.code();
    if (code == null) {
      CallEnd end = new CallEnd(() -> counters.end(ruling.decision()));
      try {
        chain.doFilter(new FollowedRequest(call, end), limited);
      } finally {
        end.chainReturned();
      }
    } else {
      allowOrigin(call, limited, now.file().gate());
      refuse(
          code,
          ErrorBody.of(code, now.file(), ruling.decision(), call.getHeader("Accept")),
          limited);
    }
  }

  private static void allowOrigin(
      HttpServletRequest call, HttpServletResponse response, Gate gate) {
    if (CrossOrigin.varies(gate)) {
      response.addHeader("Vary", CrossOrigin.ORIGIN);
    }
    CrossOrigin.allowed(gate, call.getHeader(CrossOrigin.ORIGIN))
        .ifPresent(origin -> response.setHeader(CrossOrigin.ALLOW_ORIGIN, origin));
  }

  private static void refuse(ErrorCode code, ErrorBody body, HttpServletResponse response)
      throws IOException {
    byte[] bytes = body.bytes();
    response.setStatus(code.status());
    response.setContentType(body.contentType());
    response.setContentLength(bytes.length);
    if (code.status() == 401) {
      response.setHeader("WWW-Authenticate", "Bearer"); // RFC 9110, section 15.5.2
    }
    response.getOutputStream().write(bytes);
  }

  @Override
  public void destroy() {
    close();
  }

  @Override
  public void close() {
    counters.close();
  }
}
