package io.tallygate.gateway.admin;

import static io.tallygate.gateway.admin.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.Role;
import io.tallygate.testing.RawClient.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Subscriptions and deliveries by the admin API, and what it refuses. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
final class AlertsAdminIT {

  private static final String SECRET_PATH = "/hooks/T0p-s3cret";

  private ApiFixture api;

  @BeforeAll
  void start(@TempDir Path folder) {
    api = new ApiFixture(folder.resolve("data"));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @BeforeEach
  void newWindows() {
    api.ticker.skip(Duration.ofMinutes(2));
  }

  private Response call(String method, String path, String body) {
    ApiRequest request =
        body.isEmpty()
            ? ApiRequest.of(method, "/v1" + path)
            : ApiRequest.of(method, "/v1" + path, json(body));
    return api.client().call(request.withToken(api.token(Role.ADMIN)));
  }

  private static JsonNode node(Response response) {
    return Shapes.MAPPER.readTree(response.body());
  }

  private JsonNode create() {
    Response made =
        call(
            "POST",
            "/subscriptions",
            "{'url':'https://ops.example" + SECRET_PATH + "','events':['limit.used']}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return node(made);
  }

  @Test
  void subscription_isShownWithoutItsSecret_andTheAuditHasNoPath() {
    JsonNode made = create();
    String id = made.get("id").asString();
    String secret = made.get("secret").asString();

    String rotated =
        node(call("POST", "/subscriptions/" + id + "/rotate", "{}")).get("secret").asString();

    assertThat(made.get("thresholds").values().stream().map(JsonNode::asInt))
        .containsExactly(80, 100);
    assertThat(secret).startsWith("whsec_").isNotEqualTo(rotated);
    String shown =
        call("GET", "/subscriptions/" + id, "").body() + call("GET", "/subscriptions", "").body();
    assertThat(shown).contains(SECRET_PATH).doesNotContain(secret, rotated);
    String audit = call("GET", "/audit?target=" + id, "").body();
    assertThat(audit)
        .contains("alert.create", "alert.rotate", "https://ops.example")
        .doesNotContain(SECRET_PATH, secret, rotated);
  }

  @Test
  void change_ofEventsAlone_keepsThresholdsAsFarAsTheyGo() {
    String path = "/subscriptions/" + create().get("id").asString();
    call("PATCH", path, "{'thresholds':[50]}");

    JsonNode without = node(call("PATCH", path, "{'events':['limit.refused']}"));
    JsonNode again = node(call("PATCH", path, "{'events':['limit.used','limit.refused']}"));

    assertThat(without.get("thresholds").isEmpty()).isTrue();
    assertThat(again.get("thresholds").values().stream().map(JsonNode::asInt))
        .containsExactly(80, 100);
  }

  @Test
  void testEvent_isListedAndCanBeReplayedWhenItIsOver() {
    String id = create().get("id").asString();
    JsonNode sent = node(call("POST", "/subscriptions/" + id + "/test", "{}"));
    String delivery = sent.get("id").asString();

    JsonNode listed =
        node(call("GET", "/deliveries?status=pending&subscription=" + id, "")).get("items");

    assertThat(listed).hasSize(1);
    assertThat(listed.get(0)).isEqualTo(sent);
    assertThat(call("POST", "/deliveries/" + delivery + "/replay", "{}").status()).isEqualTo(409);
    api.execute("UPDATE webhook_delivery SET state = 'DEAD', last_status = 500");
    JsonNode again = node(call("POST", "/deliveries/" + delivery + "/replay", "{}"));
    assertThat(again.get("state").asString()).isEqualTo("pending");
    assertThat(again.get("lastStatus").asInt()).isEqualTo(500);
  }

  @Test
  void removed_isGoneWithItsDeliveries() {
    String id = create().get("id").asString();
    call("POST", "/subscriptions/" + id + "/test", "{}");

    assertThat(call("DELETE", "/subscriptions/" + id, "").status()).isEqualTo(200);

    assertThat(call("GET", "/subscriptions/" + id, "").status()).isEqualTo(404);
    assertThat(node(call("GET", "/deliveries?subscription=" + id, "")).get("items")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'url':'https://a.example/','events':[]}                     | events
          {'url':'https://a.example/','events':['limit.use']}          | events
          {'url':'https://a.example/','events':['alert.test']}         | events
          {'url':'https://a.example/','events':'limit.used'}           | events
          {'url':'https://a.example/','events':[7]}                    | events
          {'url':'https://a.example/','events':['limit.used'],'thresholds':[0]}   | thresholds
          {'url':'https://a.example/','events':['limit.used'],'thresholds':[101]} | thresholds
          {'url':'https://a.example/','events':['limit.used'],'thresholds':['x']} | thresholds
          {'url':'https://a.example/','events':['limit.refused'],'thresholds':[80]} | thresholds
          {'url':'https://a.example/','events':['upstream.down'],'owner':'OWNER'} | operator
          {'url':'http://a.example/','events':['limit.refused']}       | https
          {'url':'https://127.0.0.1/','events':['limit.refused']}      | public
          {'url':'https://localhost/','events':['limit.refused']}      | public
          {'url':'https://169.254.169.254/','events':['limit.refused']} | public
          {'url':'https://10.0.0.1/','events':['limit.refused']}       | public
          {'url':'https://u:p@a.example/','events':['limit.refused']}  | user
          {'url':'','events':['limit.refused']}                        | url
          {'events':['limit.refused']}                                 | url
          """)
  void create_outOfItsBounds_isRefused(String body, String word) {
    String owner = new Calls(api).owner();
    Response refused = call("POST", "/subscriptions", body.replace("OWNER", owner));

    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.body()).contains(word);
  }

  @Test
  void role_read_seesDeliveriesAndNoUrl() {
    create();
    ApiRequest deliveries = ApiRequest.of("GET", "/v1/deliveries");
    for (String path : List.of("/v1/subscriptions", "/v1/subscriptions/ep_0000000000000000")) {
      assertThat(
              api.client()
                  .call(ApiRequest.of("GET", path).withToken(api.token(Role.READ)))
                  .status())
          .isEqualTo(403);
    }
    Response seen = api.client().call(deliveries.withToken(api.token(Role.READ)));
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.body()).doesNotContain("ops.example");
  }
}
