package io.tallygate.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Fields that all our own answers have, the errors and the page. Stateless. */
final class OwnFields {

  /** IMF-fixdate (RFC 9110, section 5.6.7). */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private OwnFields() {}

  static void to(HttpHeaders headers, Exchange exchange) {
    headers.set(HttpHeaderNames.DATE, DATE.format(Instant.ofEpochSecond(exchange.nowSecond())));
    allowOrigin(headers, exchange);
  }

  /** A page of another origin may see our answers if the policy says so: a 429 as a 429. */
  private static void allowOrigin(HttpHeaders headers, Exchange exchange) {
    List<String> origins = exchange.policy().file().gate().cors();
    if (origins.contains("*")) {
      headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    } else if (!origins.isEmpty()) {
      headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
      String origin = exchange.request().headers().get(HttpHeaderNames.ORIGIN);
      if (origin != null && origins.contains(origin)) {
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      }
    }
  }
}
