package io.tallygate.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.GatewayConfig.Authentication.Judge;
import io.tallygate.gateway.trace.CallTrace;
import io.tallygate.policy.Gate;
import java.net.URI;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** Makes a caller's request the one that the upstream gets. Immutable; one per policy version. */
final class RequestFields {

  static final AsciiString REQUEST_ID = AsciiString.cached("X-Request-Id");
  private static final AsciiString KEY_ID = AsciiString.cached("X-Tallygate-Key-Id");
  private static final AsciiString OWNER = AsciiString.cached("X-Tallygate-Owner");
  private static final AsciiString PROOF = AsciiString.cached("X-Tallygate-Proof");
  private static final AsciiString FORWARDED = AsciiString.cached("Forwarded");
  private static final AsciiString FORWARDED_FOR = AsciiString.cached("X-Forwarded-For");
  private static final AsciiString FORWARDED_HOST = AsciiString.cached("X-Forwarded-Host");
  private static final AsciiString FORWARDED_PROTO = AsciiString.cached("X-Forwarded-Proto");
  private static final AsciiString REAL_IP = AsciiString.cached("X-Real-IP");

  private final Set<String> passed;
  private final Set<String> rerouting;
  private final String keyField;
  private final boolean dropsKey;
  private final String proof;
  private final String host;
  private final String pathPrefix;

  RequestFields(Gate gate, GatewayConfig config) {
    this.passed = Set.copyOf(FieldNames.canonical(gate.passHeaders()));
    this.rerouting = FieldNames.rerouting(passed);
    this.keyField = FieldNames.canonical(config.authentication().keyHeader());
    this.dropsKey =
        !config.authentication().passKey() && config.authentication().judge() == Judge.ISSUED;
    URI uri = config.upstream().uri();
    this.proof = config.upstream().proof();
    this.host = uri.getRawAuthority();
    String path = uri.getRawPath();
    this.pathPrefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** Changes the exchange's request in place: nobody reads it as it came any more. */
  void prepare(Exchange exchange) {
    HttpRequest request = exchange.request();
    HttpHeaders headers = request.headers();
    String callersHost = headers.get(HttpHeaderNames.HOST);
    boolean chunked = HttpUtil.isTransferEncodingChunked(request);
    drop(headers);
    request.setProtocolVersion(HttpVersion.HTTP_1_1);
    if (!pathPrefix.isEmpty()) {
      request.setUri(pathPrefix + request.uri());
    }
    if (chunked) {
      headers.remove(HttpHeaderNames.CONTENT_LENGTH);
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    headers.set(HttpHeaderNames.HOST, host);
    headers.set(REQUEST_ID, exchange.requestId());
    String address = exchange.address().getHostAddress();
    headers.set(FORWARDED, "for=" + (address.indexOf(':') < 0 ? address : "\"[" + address + "]\""));
    headers.set(FORWARDED_FOR, address);
    headers.set(REAL_IP, address);
    headers.set(FORWARDED_PROTO, "http");
    if (callersHost != null) {
      headers.set(FORWARDED_HOST, callersHost);
    }
    CallTrace trace = exchange.trace();
    if (trace != null) {
      trace.forward(headers);
    }
    if (!exchange.identity().isEmpty()) {
      headers.set(KEY_ID, exchange.identity());
      headers.set(OWNER, exchange.identity()); // every key is its own owner
      if (!proof.isEmpty()) {
        headers.set(PROOF, proof);
      }
    }
  }

  private void drop(HttpHeaders headers) {
    Set<String> connection = connectionOptions(headers);
    Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
    Set<CharSequence> dropped = null;
    while (fields.hasNext()) {
      CharSequence name = fields.next().getKey();
      String canonical = FieldNames.canonical(name);
      if ((FieldNames.isDropped(canonical) && !passed.contains(canonical))
          || rerouting.contains(canonical)
          || connection.contains(canonical)
          || (dropsKey && canonical.equals(keyField))) {
        dropped = dropped == null ? new HashSet<>() : dropped;
        dropped.add(name);
      }
    }
    if (dropped != null) {
      dropped.forEach(headers::remove);
    }
  }

  /** The fields that a Connection field names end here too (RFC 9110, section 7.6.1). */
  static Set<String> connectionOptions(HttpHeaders headers) {
    if (!headers.contains(HttpHeaderNames.CONNECTION)) {
      return Set.of();
    }
    Set<String> options = new HashSet<>();
    for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (String option : value.split(",", -1)) {
        String name = FieldNames.canonical(option.strip());
        // A request may not take the fields away that keep it in its frame.
        if (!name.equals("content-length")
            && !name.equals("host")
            && !name.equals("authorization")) {
          options.add(name);
        }
      }
    }
    return options;
  }
}
