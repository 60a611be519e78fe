package io.tallygate.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.tallygate.policy.Gate;
import io.tallygate.policy.door.CrossOrigin;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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

  private static void allowOrigin(HttpHeaders headers, Exchange exchange) {
    Gate gate = exchange.policy().file().gate();
    if (CrossOrigin.varies(gate)) {
      headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
    }
    CrossOrigin.allowed(gate, exchange.request().headers().get(HttpHeaderNames.ORIGIN))
        .ifPresent(origin -> headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin));
  }
}
