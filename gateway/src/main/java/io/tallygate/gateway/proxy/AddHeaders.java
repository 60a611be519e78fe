package io.tallygate.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.tallygate.limiter.header.HeaderFields;
import java.util.List;

/**
 * Puts the fields that tell callers where they stand on every response, ours and the upstream's.
 */
final class AddHeaders {

  private static final List<String> UPSTREAM_MAY_NOT_SET =
      List.of(
          HeaderFields.LIMIT,
          HeaderFields.REMAINING,
          HeaderFields.RESET,
          HeaderFields.RATE_LIMIT_POLICY,
          HeaderFields.RATE_LIMIT);

  private static final String EXPOSED = String.join(", ", HeaderFields.NAMES) + ", X-Request-Id";

  private AddHeaders() {}

  static void to(HttpResponse response, Exchange exchange) {
    HttpHeaders headers = response.headers();
    for (int i = 0; i < UPSTREAM_MAY_NOT_SET.size(); i++) {
      headers.remove(UPSTREAM_MAY_NOT_SET.get(i));
    }
    HeaderFields.write(exchange.decision(), exchange.policy().file().gate().ietf(), headers::set);
    headers.set(RequestFields.REQUEST_ID, exchange.requestId());
    expose(headers);
  }

  /** On a CORS response, a page's scripts see only fields that are listed (Fetch standard). */
  private static void expose(HttpHeaders headers) {
    if (headers.contains(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN)) {
      String before = headers.get(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS);
      headers.set(
          HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS,
          before == null || before.isBlank() ? EXPOSED : before + ", " + EXPOSED);
    }
  }
}
