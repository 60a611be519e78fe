package io.tallygate.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Set;

/** Makes the upstream's response the one that the caller gets. Stateless. */
final class ResponseFields {

  private ResponseFields() {}

  /** Removes what holds for the upstream's connection only, and frames the body anew. */
  static void prepare(HttpResponse response, Exchange exchange) {
    HttpHeaders headers = response.headers();
    Set<String> connection = RequestFields.connectionOptions(headers);
    for (CharSequence name : headers.names()) {
      String canonical = FieldNames.canonical(name);
      if (FieldNames.isHopByHop(canonical)
          || connection.contains(canonical)
          || canonical.startsWith("x-tallygate-")) {
        headers.remove(name);
      }
    }
    response.setProtocolVersion(HttpVersion.HTTP_1_1);
    frame(response, exchange);
  }

  private static void frame(HttpResponse response, Exchange exchange) {
    HttpHeaders headers = response.headers();
    if (!mayHaveBody(response.status()) || exchange.isHead()) {
      return;
    }
    if (!headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      if (exchange.isHttp10()) {
        exchange.closeAfter(); // where the body ends is told by the connection's end
      } else {
        headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      }
    }
  }

  static boolean mayHaveBody(HttpResponseStatus status) {
    return status.code() >= 200 && status.code() != 204 && status.code() != 304;
  }
}
