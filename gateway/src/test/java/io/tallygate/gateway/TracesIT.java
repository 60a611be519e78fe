package io.tallygate.gateway;

import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.OtlpReceiver.Seen;
import io.tallygate.gateway.trace.TraceConfig;
import io.tallygate.policy.Gate;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls and what a collector is told of them, and the upstream. */
@Timeout(60)
final class TracesIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String SAMPLED = "traceparent: 00-" + TRACE + "-" + SPAN + "-01";
  private static final String UNSAMPLED = "traceparent: 00-" + TRACE + "-" + SPAN + "-00";

  private static Fixture traced(TraceConfig traces) throws IOException {
    Switches switches = Switches.DEFAULT.withSight(Sight.DEFAULT.withTraces(traces));
    return new Fixture(Fixture.policy(Gate.DEFAULT), Fixture.with(switches));
  }

  private static String[] parent(Fixture fixture) {
    String field = fixture.upstream.lastSeen().fields().getOrDefault("traceparent", "");
    assertThat(field).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]");
    return field.split("-", -1);
  }

  @Test
  void call_withoutATrace_isTwoSpans_andTheUpstreamIsToldTheSecond() throws IOException {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Fixture fixture = traced(TraceConfig.to(receiver.uri()))) {
      String key = fixture.keys.add("k1");
      fixture.call(key, "GET", "/v1/things/7?secret=hidden", "tracestate: a=1");

      Seen server = receiver.span(2, SPAN_KIND_SERVER);
      Seen client = receiver.span(2, SPAN_KIND_CLIENT);
      String[] told = parent(fixture);
      assertThat(told[1]).isEqualTo(server.traceId()).isEqualTo(client.traceId());
      assertThat(told[2]).isEqualTo(client.id());
      assertThat(told[3]).isEqualTo("03"); // sampled, and its id is random
      assertThat(client.parentId()).isEqualTo(server.id());
      assertThat(server.parentId()).isEmpty();
      assertThat(fixture.upstream.lastSeen().fields()).doesNotContainKey("tracestate");

      assertThat(server.name()).isEqualTo("GET /v1/things/{id}");
      assertThat(server.attributes())
          .containsEntry("http.request.method", "GET")
          .containsEntry("http.route", "/v1/things/{id}")
          .containsEntry("url.path", "/v1/things/7")
          .containsEntry("http.response.status_code", "200")
          .containsEntry("client.address", "127.0.0.1")
          .containsEntry("tallygate.group", "things")
          .containsEntry("tallygate.outcome", "admitted")
          .containsEntry("tallygate.key.id", "ik1")
          .containsEntry("tallygate.request.id", seenId(fixture))
          .doesNotContainKey("error.type");
      assertThat(client.name()).isEqualTo("GET");
      assertThat(client.attributes())
          .containsEntry("url.full", fixture.upstream.uri() + "/v1/things/7")
          .containsEntry("server.address", "127.0.0.1")
          .containsEntry("http.response.status_code", "200");
      assertThat(receiver.resources().get(0)).containsEntry("service.name", "tallygate");
      assertThat(receiver.spans(2).toString())
          .doesNotContain("hidden")
          .doesNotContain("proof-of-the-gateway");
    }
  }

  private static String seenId(Fixture fixture) {
    return fixture.upstream.lastSeen().fields().getOrDefault("x-request-id", "");
  }

  @Test
  void call_withATrace_goesOnInIt() throws IOException {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Fixture fixture = traced(TraceConfig.to(receiver.uri()).withRatio(0))) {
      String key = fixture.keys.add("k1");
      fixture.call(key, "GET", "/v1/things", SAMPLED, "tracestate: a=1", "tracestate: b=2");

      Seen server = receiver.span(2, SPAN_KIND_SERVER);
      assertThat(server.traceId()).isEqualTo(TRACE);
      assertThat(server.parentId()).isEqualTo(SPAN);
      assertThat(parent(fixture)[1]).isEqualTo(TRACE);
      assertThat(parent(fixture)[2]).isNotEqualTo(SPAN);
      assertThat(fixture.upstream.lastSeen().fields()).containsEntry("tracestate", "a=1,b=2");
    }
  }

  @Test
  void call_withATraceThatIsNotSampled_isPassedOnAndNotSent() throws IOException {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Fixture fixture = traced(TraceConfig.to(receiver.uri()))) {
      String key = fixture.keys.add("k1");
      fixture.call(key, "GET", "/v1/things", UNSAMPLED);
      assertThat(parent(fixture)[1]).isEqualTo(TRACE);
      assertThat(parent(fixture)[2]).isNotEqualTo(SPAN);
      assertThat(parent(fixture)[3]).isEqualTo("00");

      fixture.call(key, "GET", "/v1/things", SAMPLED); // what comes after it, and alone
      assertThat(receiver.spans(2)).hasSize(2);
      assertThat(fixture.metric("tallygate_spans_dropped_total")).isZero();
    }
  }

  @Test
  void call_withABrokenTrace_startsAnother() throws IOException {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Fixture fixture = traced(TraceConfig.to(receiver.uri()))) {
      String key = fixture.keys.add("k1");
      fixture.call(key, "GET", "/v1/things", SAMPLED + "-more", "tracestate: a=1");

      assertThat(parent(fixture)[1]).isNotEqualTo(TRACE);
      assertThat(fixture.upstream.lastSeen().fields()).doesNotContainKey("tracestate");
      assertThat(receiver.span(2, SPAN_KIND_SERVER).parentId()).isEmpty();
    }
  }

  @Test
  void refusedCall_isOneSpan_thatNamesTheLimit() throws IOException {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Fixture fixture = traced(TraceConfig.to(receiver.uri()))) {
      String key = fixture.keys.add("k1");
      for (int i = 0; i < 3; i++) {
        fixture.call(key, "POST", "/v1/things");
      }
      assertThat(fixture.call(key, "POST", "/v1/things").status()).isEqualTo(429);
      assertThat(fixture.call("nobody", "POST", "/v1/things").status()).isEqualTo(401);

      List<Map<String, String>> servers =
          receiver.spans(8).stream()
              .filter(seen -> seen.span().getKind() == SPAN_KIND_SERVER)
              .sorted(Comparator.comparingLong(seen -> seen.span().getStartTimeUnixNano()))
              .map(Seen::attributes)
              .toList();
      assertThat(servers).hasSize(5);
      assertThat(servers.get(3))
          .containsEntry("tallygate.outcome", "refused")
          .containsEntry("tallygate.limit", "made")
          .containsEntry("tallygate.code", "rate_limited")
          .containsEntry("http.response.status_code", "429");
      assertThat(servers.get(4))
          .containsEntry("tallygate.outcome", "answered")
          .containsEntry("tallygate.code", "invalid_api_key")
          .doesNotContainKey("tallygate.key.id");
    }
  }

  @Test
  void failedCall_isAnErrorOfBothSpans() throws IOException {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Fixture fixture = traced(TraceConfig.to(receiver.uri()))) {
      String key = fixture.keys.add("k1");
      assertThat(fixture.call(key, "GET", "/v1/things", "X-Want: hang-up").status()).isEqualTo(502);

      assertThat(receiver.spans(2))
          .allSatisfy(
              seen -> {
                assertThat(seen.attributes()).containsEntry("error.type", "upstream_broken");
                assertThat(seen.span().getStatus().getCode())
                    .isEqualTo(StatusCode.STATUS_CODE_ERROR);
              });
    }
  }

  @Test
  void tracesOff_clientsFieldsPassUnchanged() throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");
      fixture.call(key, "GET", "/v1/things", SAMPLED, "tracestate: a=1");
      assertThat(fixture.upstream.lastSeen().fields())
          .containsEntry("traceparent", SAMPLED.substring("traceparent: ".length()))
          .containsEntry("tracestate", "a=1");
    }
  }

  @Test
  void collectorGone_callsGoOn_andLostSpansAreCounted() throws IOException {
    try (Socket taken = new Socket()) { // bound, so that nobody else listens there
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI gone = URI.create("http://127.0.0.1:" + taken.getLocalPort());
      callWithout(gone);
    }
  }

  private static void callWithout(URI collector) throws IOException {
    try (Fixture fixture = traced(TraceConfig.to(collector))) {
      String key = fixture.keys.add("k1");
      Response response = fixture.call(key, "GET", "/v1/things");
      assertThat(response.status()).isEqualTo(200);
      Awaited.until(() -> fixture.metric("tallygate_spans_failed_total") == 2);
      assertThat(fixture.metric("tallygate_spans_exported_total")).isZero();
    }
  }
}
