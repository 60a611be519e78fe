package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.GatewayConfig.Authentication;
import io.tallygate.gateway.GatewayConfig.Authentication.Judge;
import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Target;
import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.policy.Gate;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a call is counted for, and what the upstream is told of it. */
@Timeout(120)
final class CallerIT {

  private static final Authentication BY_UPSTREAM =
      new Authentication(Judge.UPSTREAM, "Authorization", false);

  @Test
  void wrongKeys_areChargedToTheAddress_andAValidKeyIsServedThroughout() throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      String right =
          fixture.keys.add("right", LimitRule.always(Target.of("other"), new Amount.Count(5_000)));
      int unauthorized = 0;
      int limited = 0;
      for (int i = 0; i < 1_000; i++) {
        Response wrong = client.call("GET", "/v1/x", "Authorization: Bearer wrong" + i);
        unauthorized += wrong.status() == 401 ? 1 : 0;
        limited += wrong.status() == 429 ? 1 : 0;
        Response served = client.call("GET", "/v1/x", "Authorization: Bearer " + right);
        assertThat(served.status()).isEqualTo(200);
        assertThat(served.remaining()).isEqualTo(5_000 - 1 - i);
      }

      assertThat(unauthorized).isEqualTo(60);
      assertThat(limited).isEqualTo(940);
      assertThat(fixture.upstream.calls()).isEqualTo(1_000);
    }
  }

  @Test
  void revokedKey_is401() throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");
      assertThat(fixture.call(key, "GET", "/v1/x").status()).isEqualTo(200);
      fixture.keys.revoke(key);

      Response response = fixture.call(key, "GET", "/v1/x");

      assertThat(response.status()).isEqualTo(401);
      assertThat(response.body()).contains("\"code\":\"invalid_api_key\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Authorization: Basic k1", "Authorization: Bearer", "Authorization: Bearer  "})
  void noBearerToken_isAMissingKey(String field) throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      fixture.keys.add("k1");

      assertThat(client.call("GET", "/v1/x", field).body()).contains("missing_api_key");
    }
  }

  @Test
  void twoKeyFields_areInvalid() throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      fixture.keys.add("k1");

      Response response =
          client.call("GET", "/v1/x", "Authorization: Bearer k1", "Authorization: Bearer k1");

      assertThat(response.body()).contains("invalid_api_key");
    }
  }

  @Test
  void identity_isTheGatewaysAlone() throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");

      fixture.call(
          key,
          "GET",
          "/v1/x",
          "X-Tallygate-Key-Id: somebody",
          "x_tallygate_owner: somebody",
          "X-TALLYGATE-PROOF: guessed",
          "X-Forwarded-For: 10.9.8.7",
          "Forwarded: for=10.9.8.7",
          "X_Real_IP: 10.9.8.7",
          "X-HTTP-Method-Override: DELETE",
          "X-Original-URL: /admin",
          "Connection: X-Private",
          "X-Private: hop");

      Map<String, String> seen = fixture.upstream.lastSeen().fields();
      assertThat(seen)
          .containsEntry("x-tallygate-key-id", "ik1")
          .containsEntry("x-tallygate-owner", "ik1")
          .containsEntry("x-tallygate-proof", "proof-of-the-gateway")
          .containsEntry("x-forwarded-for", "127.0.0.1")
          .containsEntry("x-real-ip", "127.0.0.1")
          .containsEntry("x-forwarded-host", "api.example")
          .containsEntry("host", fixture.upstream.uri().getAuthority())
          .doesNotContainKeys(
              "authorization",
              "x_tallygate_owner",
              "x_real_ip",
              "x-http-method-override",
              "x-original-url",
              "x-private",
              "connection");
      assertThat(seen.values()).noneMatch(value -> value.contains("10.9.8.7"));
    }
  }

  @Test
  void passHeaders_letsANamedFieldThrough() throws IOException {
    Gate gate =
        new Gate(
            "tg_key_",
            Ietf.DRAFT_10,
            List.of(),
            List.of("X-HTTP-Method-Override", "X-Forwarded-Uri"));
    try (Fixture fixture = new Fixture(Fixture.policy(gate), GatewayConfig.DEFAULT)) {
      String key = fixture.keys.add("k1");

      fixture.call(
          key,
          "GET",
          "/v1/x",
          "X-HTTP-Method-Override: PATCH",
          "X-Method-Override: PATCH",
          "X-Forwarded-Uri: /here",
          "X-Forwarded-User: somebody");

      assertThat(fixture.upstream.lastSeen().fields())
          .containsEntry("x-http-method-override", "PATCH")
          .containsEntry("x-forwarded-uri", "/here")
          .doesNotContainKeys("x-method-override", "x-forwarded-user");
    }
  }

  @Test
  void openEndpoint_needsNoKey_andGetsNoIdentity() throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      Response response = client.call("GET", "/docs/start", "X-Tallygate-Proof: guessed");

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.limit()).isEqualTo(600);
      assertThat(response.remaining()).isEqualTo(599);
      assertThat(fixture.upstream.lastSeen().fields())
          .doesNotContainKeys("x-tallygate-key-id", "x-tallygate-owner", "x-tallygate-proof");
    }
  }

  @Test
  void preflight_needsNoKey_costsNoKey_andExposesTheFields() throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      Response response =
          client.call(
              "OPTIONS",
              "/v1/things",
              "Origin: https://page.example",
              "Access-Control-Request-Method: GET");

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.limit()).isEqualTo(600);
      assertThat(response.field("Access-Control-Expose-Headers"))
          .contains("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");
      assertThat(fixture.upstream.lastSeen().fields()).doesNotContainKey("x-tallygate-proof");
    }
  }

  @Test
  void otherOptions_isACallOfOther() throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");

      assertThat(fixture.call(key, "OPTIONS", "/v1/things").limit()).isEqualTo(100);
      assertThat(fixture.call(key, "OPTIONS", "*").status()).isEqualTo(200);
    }
  }

  @Test
  void ownErrors_carryCors_forListedOriginsOnly() throws IOException {
    Gate gate = new Gate("tg_key_", Ietf.DRAFT_10, List.of("https://page.example"), List.of());
    try (Fixture fixture = new Fixture(Fixture.policy(gate), GatewayConfig.DEFAULT);
        RawClient client = fixture.client()) {
      Response listed = client.call("GET", "/v1/x", "Origin: https://page.example");
      Response foreign = client.call("GET", "/v1/x", "Origin: https://evil.example");

      assertThat(listed.status()).isEqualTo(401);
      assertThat(listed.field("Access-Control-Allow-Origin")).isEqualTo("https://page.example");
      assertThat(listed.field("Access-Control-Expose-Headers")).contains("X-RateLimit-Reset");
      assertThat(foreign.fields()).doesNotContainKey("access-control-allow-origin");
    }
  }

  @Test
  void keyHeader_mayBeAnotherField() throws IOException {
    Authentication byField = new Authentication(Judge.ISSUED, "X-Api-Key", false);
    try (Fixture fixture = new Fixture(Fixture.policy(Gate.DEFAULT), Fixture.with(byField));
        RawClient client = fixture.client()) {
      fixture.keys.add("k1");

      assertThat(client.call("GET", "/v1/x", "x-api-key: k1").status()).isEqualTo(200);
      assertThat(fixture.upstream.lastSeen().fields()).doesNotContainKey("x-api-key");
      assertThat(client.call("GET", "/v1/x", "Authorization: Bearer k1").status()).isEqualTo(401);
    }
  }

  @Test
  void passKey_showsTheUpstreamTheKey() throws IOException {
    Authentication passing = new Authentication(Judge.ISSUED, "Authorization", true);
    try (Fixture fixture = new Fixture(Fixture.policy(Gate.DEFAULT), Fixture.with(passing))) {
      String key = fixture.keys.add("k1");

      fixture.call(key, "GET", "/v1/x");

      assertThat(fixture.upstream.lastSeen().fields()).containsEntry("authorization", "Bearer k1");
    }
  }

  @Test
  void authUpstream_randomTokens_neverMoreThanTheAddressMay_andNoneIsProven() throws IOException {
    int tokens = Integer.getInteger("tokens", 100_000);
    try (Fixture fixture = new Fixture(Fixture.policy(Gate.DEFAULT), Fixture.with(BY_UPSTREAM));
        RawClient client = fixture.client()) {
      Random random = new Random(7);
      long startedNanos = System.nanoTime();
      int batch = 100;
      for (int i = 0; i < tokens; i += batch) {
        StringBuilder calls = new StringBuilder();
        for (int j = 0; j < batch; j++) {
          boolean listed = (j & 1) == 0;
          calls.append(
              RawClient.head(
                  "GET",
                  listed ? "/v1/things" : "/v1/nowhere",
                  List.of(
                      "Authorization: Bearer " + Long.toHexString(random.nextLong()),
                      "X-Want: " + (listed ? 401 : 404))));
        }
        client.send(calls.toString());
        for (int j = 0; j < batch; j++) {
          assertThat(client.read("GET").status()).isIn(401, 404, 429);
        }
      }
      long minutes = 1 + (System.nanoTime() - startedNanos) / 60_000_000_000L;

      assertThat(fixture.upstream.calls()).isLessThanOrEqualTo(60 * (minutes + 1));
      assertThat(fixture.metric("tallygate_tokens_proven")).isZero();
      assertThat(fixture.metric("tallygate_counters")).isZero();
    }
  }

  @Test
  void authUpstream_onlyA2xxOfANamedGroup_proves_andA401Unproves() throws IOException {
    try (Fixture fixture = new Fixture(Fixture.policy(Gate.DEFAULT), Fixture.with(BY_UPSTREAM))) {
      assertThat(fixture.call("t1", "GET", "/v1/elsewhere").limit()).isEqualTo(60);
      assertThat(fixture.call("t1", "GET", "/v1/things", "X-Want: 404").limit()).isEqualTo(60);
      assertThat(fixture.call("t1", "GET", "/v1/things", "X-Want: 304").limit()).isEqualTo(60);
      assertThat(fixture.call("t1", "GET", "/docs/start").limit()).isEqualTo(600);
      assertThat(fixture.metric("tallygate_tokens_proven")).isZero();

      assertThat(fixture.call("t1", "GET", "/v1/things").limit()).isEqualTo(60);
      assertThat(fixture.metric("tallygate_tokens_proven")).isEqualTo(1);
      Response proven = fixture.call("t1", "GET", "/v1/things");
      assertThat(proven.limit()).isEqualTo(10);
      assertThat(fixture.upstream.lastSeen().fields())
          .containsEntry("authorization", "Bearer t1")
          .containsKey("x-tallygate-key-id");

      fixture.call("t1", "GET", "/v1/elsewhere", "X-Want: 401");
      assertThat(fixture.metric("tallygate_tokens_proven")).isZero();
      assertThat(fixture.call("t1", "GET", "/v1/things", "X-Want: 404").limit()).isEqualTo(60);
    }
  }

  @Test
  void randomPaths_withOneKey_makeNoMoreCountersThanPatterns() throws IOException {
    int paths = Integer.getInteger("paths", 100_000);
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      String key = fixture.keys.add("k1");
      Random random = new Random(11);
      List<String> starts = List.of("/v1/things", "/v1/things/", "/v1/", "/", "/v2/x/");
      int batch = 100;
      for (int i = 0; i < paths; i += batch) {
        StringBuilder calls = new StringBuilder();
        for (int j = 0; j < batch; j++) {
          String path = starts.get(random.nextInt(starts.size())) + random.nextInt(1 << 20);
          calls.append(
              RawClient.head(
                  random.nextBoolean() ? "GET" : "POST",
                  path,
                  List.of("Authorization: Bearer " + key)));
        }
        client.send(calls.toString());
        for (int j = 0; j < batch; j++) {
          client.read("GET");
        }
      }

      assertThat(fixture.metric("tallygate_counters")).isBetween(1L, 4L); // three patterns + 1
    }
  }
}
