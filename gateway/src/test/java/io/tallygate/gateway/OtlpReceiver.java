package io.tallygate.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small collector of traces: takes OTLP over HTTP, as protobuf, and keeps what has come. */
final class OtlpReceiver implements AutoCloseable {

  private final HttpServer server;
  private final List<Seen> spans = new CopyOnWriteArrayList<>();
  private final List<Map<String, String>> resources = new CopyOnWriteArrayList<>();

  /** A span as it came, its ids in hexadecimal and its attributes as text. */
  record Seen(Span span, Map<String, String> attributes) {

    String name() {
      return span.getName();
    }

    String traceId() {
      return hex(span.getTraceId().toByteArray());
    }

    String id() {
      return hex(span.getSpanId().toByteArray());
    }

    String parentId() {
      return hex(span.getParentSpanId().toByteArray());
    }
  }

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  static OtlpReceiver start() throws IOException {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    OtlpReceiver receiver = new OtlpReceiver(HttpServer.create(free, 0));
    receiver.server.createContext("/v1/traces", receiver::take);
    receiver.server.start();
    return receiver;
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    for (ResourceSpans part : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
      resources.add(attributes(part.getResource().getAttributesList()));
      part.getScopeSpansList().stream()
          .flatMap(scope -> scope.getSpansList().stream())
          .forEach(span -> spans.add(new Seen(span, attributes(span.getAttributesList()))));
    }
    byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static Map<String, String> attributes(List<KeyValue> list) {
    Map<String, String> attributes = new TreeMap<>();
    for (KeyValue one : list) {
      String text =
          one.getValue().hasStringValue()
              ? one.getValue().getStringValue()
              : Long.toString(one.getValue().getIntValue());
      attributes.put(one.getKey(), text);
    }
    return attributes;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** All spans, once there are so many. */
  List<Seen> spans(int count) throws IOException {
    Awaited.until(() -> spans.size() >= count);
    return List.copyOf(spans);
  }

  /** The span of a kind, once so many spans are there. */
  Seen span(int count, Span.SpanKind kind) throws IOException {
    return spans(count).stream()
        .filter(seen -> seen.span().getKind() == kind)
        .findFirst()
        .orElseThrow();
  }

  List<Map<String, String>> resources() {
    return resources;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
