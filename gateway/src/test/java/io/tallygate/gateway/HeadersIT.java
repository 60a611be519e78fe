package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.GatewayConfig.Bounds;
import io.tallygate.gateway.GatewayConfig.Upstream;
import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.policy.Gate;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every response says where its caller stands, whoever made it. */
@Timeout(120)
final class HeadersIT {

  private static final String AMBIGUOUS = "/v1/things/..%2f..%2fdocs/x";

  private static void assertHasFields(Response response, int status) {
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.field("X-RateLimit-Limit")).matches("[0-9]+");
    assertThat(response.field("X-RateLimit-Remaining")).matches("[0-9]+");
    assertThat(response.field("X-RateLimit-Reset")).matches("[0-9]{10}");
    assertThat(response.field("RateLimit-Policy")).matches("\"[a-z-]+\";q=[0-9]+;w=[0-9]+.*");
    assertThat(response.field("RateLimit")).matches("\"[a-z-]+\";r=[0-9]+;t=[0-9]+.*");
    assertThat(response.field("X-Request-Id")).matches("[0-9a-f]{16}");
    assertThat(response.remaining()).isLessThanOrEqualTo(response.limit());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {200, 201, 202, 204, 301, 304, 400, 401, 403, 404, 405, 409, 413, 429, 500, 503})
  void upstreamStatus_hasTheKeysFields(int status) throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");

      Response response = fixture.call(key, "GET", "/v1/elsewhere", "X-Want: " + status);

      assertHasFields(response, status);
      assertThat(response.limit()).isEqualTo(100);
      assertThat(response.remaining()).isEqualTo(99);
      assertThat(response.field("X-From")).isEqualTo("upstream");
    }
  }

  @Test
  void ambiguousPath_is400WithFields_andCostsNothing() throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");

      Response response = fixture.call(key, "GET", AMBIGUOUS);

      assertHasFields(response, 400);
      assertThat(response.body()).contains("\"code\":\"ambiguous_path\"");
      assertThat(response.remaining()).isEqualTo(100);
      assertThat(fixture.upstream.calls()).isZero();
    }
  }

  @Test
  void ambiguousPathWithAWrongKey_isChargedAsAFailure_soThatNobodyTriesKeysUncounted()
      throws IOException {
    try (Fixture fixture = new Fixture()) {
      String valid = fixture.keys.add("k1");
      long failures = fixture.call("wrong", "GET", "/v1/elsewhere").remaining();
      for (long left = failures - 1; left >= 0; left--) {
        Response response = fixture.call("wrong", "GET", AMBIGUOUS);

        assertHasFields(response, 400);
        assertThat(response.remaining()).isEqualTo(left);
      }

      assertHasFields(fixture.call("wrong", "GET", AMBIGUOUS), 429);
      try (RawClient client = fixture.client()) {
        assertHasFields(client.call("GET", AMBIGUOUS), 400);
      }
      assertHasFields(fixture.call(valid, "GET", AMBIGUOUS), 400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /v1/x HTTP/1.1\r\n\r\n",
        "GET v1/x HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /v1/x\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /v1/x HTTP/1.1\r\nHost: a\r\nno colon here\r\n\r\n",
        "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"
      })
  void malformedHead_is400WithFields(String head) throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      client.send(head);

      Response response = client.read("GET");

      assertHasFields(response, 400);
      assertThat(fixture.upstream.calls()).isZero();
    }
  }

  @Test
  void hugeHead_is431WithFields() throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Big: " + "x".repeat(40_000) + "\r\n\r\n");

      assertHasFields(client.read("GET"), 431);
    }
  }

  @Test
  void noKey_is401WithTheAddressesFields() throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      Response response = client.call("GET", "/v1/elsewhere");

      assertHasFields(response, 401);
      assertThat(response.body())
          .isEqualTo("{\"message\":\"No API key was sent.\",\"code\":\"missing_api_key\"}");
      assertThat(response.field("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(response.limit()).isEqualTo(60);
      assertThat(response.remaining()).isEqualTo(59);
    }
  }

  @Test
  void declaredBodyTooLarge_is413WithFields_andCostsNothing() throws IOException {
    Bounds bounds = new Bounds(32 << 10, 1_000, 100, 100, 1 << 10, Duration.ofSeconds(1));
    try (Fixture fixture = new Fixture(Fixture.policy(Gate.DEFAULT), Fixture.with(bounds))) {
      String key = fixture.keys.add("k1");

      Response response = fixture.call(key, "POST", "/v1/elsewhere", "Content-Length: 1001");

      assertHasFields(response, 413);
      assertThat(response.remaining()).isEqualTo(100);
      assertThat(fixture.upstream.calls()).isZero();
    }
  }

  @Test
  void overTheLimit_is429WithFieldsAndRetryAfter() throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");
      for (int i = 0; i < 100; i++) {
        assertThat(fixture.call(key, "GET", "/v1/elsewhere").status()).isEqualTo(200);
      }

      Response response = fixture.call(key, "GET", "/v1/elsewhere");

      assertHasFields(response, 429);
      assertThat(response.remaining()).isZero();
      assertThat(response.number("Retry-After")).isBetween(3_590L, 3_600L);
      assertThat(response.body())
          .isEqualTo(
              "{\"message\":\"The rate limit is exceeded. For higher limits: ask@api.example\","
                  + "\"code\":\"rate_limited\"}");
      assertThat(fixture.upstream.calls()).isEqualTo(100);
    }
  }

  @Test
  void overTheLimit_forThoseWhoAsk_isProblemDetails() throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");
      for (int i = 0; i < 100; i++) {
        fixture.call(key, "GET", "/v1/elsewhere");
      }

      Response response =
          fixture.call(key, "GET", "/v1/elsewhere", "Accept: application/problem+json");

      assertThat(response.field("Content-Type")).isEqualTo("application/problem+json");
      assertThat(response.body())
          .contains("http-problem-types#quota-exceeded")
          .contains("\"status\":429")
          .contains("\"code\":\"rate_limited\"")
          .contains("\"violated-policies\":[\"other\"]");
    }
  }

  @Test
  void noUpstream_is502WithFields_andCostsNothing() throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");
      fixture.upstream.close();

      Response response = fixture.call(key, "GET", "/v1/elsewhere");

      assertHasFields(response, 502);
      assertThat(response.body()).contains("\"code\":\"upstream_unreachable\"");
      assertThat(response.remaining()).isEqualTo(100);
    }
  }

  @Test
  void upstreamHangsUp_is502WithFields_andCostsOne() throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");

      Response response = fixture.call(key, "GET", "/v1/elsewhere", "X-Want: hang-up");

      assertHasFields(response, 502);
      assertThat(response.body()).contains("\"code\":\"upstream_broken\"");
      assertThat(response.remaining()).isEqualTo(99);
    }
  }

  /** Nobody asked for it: such fields do not pass. On fresh connections and on used ones. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void upstreamSwitchesProtocols_is502WithFields_andCostsOne(String method) throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");
      for (int i = 0; i < 5; i++) {
        assertThat(fixture.call(key, method, "/v1/elsewhere").status()).isEqualTo(200);

        Response response = fixture.call(key, method, "/v1/elsewhere", "X-Want: 101");

        assertHasFields(response, 502);
        assertThat(response.remaining()).isEqualTo(98 - 2 * i);
      }
    }
  }

  @Test
  void upstreamSaysNothing_is504WithFields_andCostsOne() throws IOException {
    Upstream slow =
        new Upstream(
            URI.create("http://127.0.0.1:1"),
            "",
            Duration.ofSeconds(1),
            Duration.ofMillis(300),
            10);
    try (Fixture fixture = new Fixture(Fixture.policy(Gate.DEFAULT), Fixture.with(slow))) {
      String key = fixture.keys.add("k1");

      Response response = fixture.call(key, "GET", "/v1/elsewhere", "X-Want: hang");

      assertHasFields(response, 504);
      assertThat(response.remaining()).isEqualTo(99);
    }
  }

  @Test
  @Timeout(30)
  void noUpstreamConnectionFree_is503WithFields_andCostsNothing() throws IOException {
    Upstream one =
        new Upstream(
            URI.create("http://127.0.0.1:1"),
            "",
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            1); // one connection for each event loop
    try (Fixture fixture = new Fixture(Fixture.policy(Gate.DEFAULT), Fixture.with(one))) {
      String key = fixture.keys.add("k1");
      int loops = Runtime.getRuntime().availableProcessors();
      List<RawClient> busy = new java.util.ArrayList<>();
      for (int i = 0; i < 4 * loops; i++) { // loops take connections in turn
        RawClient client = fixture.client();
        client.send(
            RawClient.head(
                "GET", "/v1/hang", List.of("Authorization: Bearer " + key, "X-Want: hang")));
        busy.add(client);
        long sent = Math.min(i + 1, loops); // the first of each loop has its only connection
        Awaited.until(() -> fixture.upstream.calls() == sent);
      }

      Response response = fixture.call(key, "GET", "/v1/elsewhere");

      assertHasFields(response, 503);
      assertThat(response.body()).contains("\"code\":\"overloaded\"");
      for (RawClient client : busy.subList(loops, busy.size())) { // those who waited
        client.close();
      }
      Awaited.until(() -> fixture.metric("tallygate_calls_in_flight") == loops);
      for (RawClient client : busy.subList(0, loops)) {
        client.close();
      }
      Awaited.until(() -> fixture.metric("tallygate_calls_in_flight") == 0);
      assertThat(fixture.call(key, "GET", "/v1/elsewhere").remaining()).isEqualTo(99 - loops);
      assertThat(fixture.upstream.calls()).isEqualTo(loops + 1);
    }
  }

  @Test
  void tooManyCallsAtOnce_is503WithFields_andCostsNothing() throws IOException {
    Bounds bounds = new Bounds(32 << 10, 1_000, 100, 1, 1 << 10, Duration.ofSeconds(1));
    try (Fixture fixture = new Fixture(Fixture.policy(Gate.DEFAULT), Fixture.with(bounds));
        RawClient busy = fixture.client()) {
      String key = fixture.keys.add("k1");
      busy.send(
          RawClient.head(
              "GET", "/v1/hang", List.of("Authorization: Bearer " + key, "X-Want: hang")));
      Awaited.until(() -> fixture.upstream.calls() > 0);

      Response response = fixture.call(key, "GET", "/v1/elsewhere");

      assertHasFields(response, 503);
      assertThat(response.body()).contains("\"code\":\"overloaded\"");
      assertThat(response.limit()).isEqualTo(100);
      assertThat(response.remaining()).isEqualTo(99);
    }
  }

  @Test
  void ietfOff_leavesOnlyTheXFields() throws IOException {
    Gate gate = new Gate("tg_key_", Ietf.OFF, List.of(), List.of());
    try (Fixture fixture = new Fixture(Fixture.policy(gate), GatewayConfig.DEFAULT)) {
      String key = fixture.keys.add("k1");

      Response response = fixture.call(key, "GET", "/v1/elsewhere");

      assertThat(response.limit()).isEqualTo(100);
      assertThat(response.fields()).doesNotContainKeys("ratelimit", "ratelimit-policy");
    }
  }

  @Test
  void head_hasFieldsAndNoBody_andCountsAsGet() throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      String key = fixture.keys.add("k1");

      Response head = client.call("HEAD", "/v1/things", "Authorization: Bearer " + key);
      Response get = client.call("GET", "/v1/things", "Authorization: Bearer " + key);

      assertHasFields(head, 200);
      assertThat(head.limit()).isEqualTo(10);
      assertThat(get.remaining()).isEqualTo(8);
    }
  }
}
