package io.tallygate.gateway;

import static io.tallygate.gateway.PageIT.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.GatewayConfig.Authentication;
import io.tallygate.gateway.GatewayConfig.Authentication.Judge;
import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Target;
import io.tallygate.policy.Gate;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.page.PageForm;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a key adds to the page, and that the page tells nothing about keys that calls do not. */
@Timeout(120)
final class PageKeyIT {

  private static final String HTML = PageForm.HTML.path();
  private static final String MARKDOWN = PageForm.MARKDOWN.path();
  private static final String JSON = PageForm.JSON.path();

  @Test
  void validKey_seesWhatItHasLeft_andPaysNothing() throws IOException {
    try (Fixture fixture = PageIT.serving();
        RawClient client = fixture.client()) {
      String key = fixture.keys.add("k1", LimitRule.always(Target.of("made"), new Amount.Count(7)));
      for (int i = 0; i < 4; i++) {
        client.call("GET", "/v1/things", field(key));
      }
      long reset = client.call("POST", "/v1/things", field(key)).reset();

      String json = client.call("GET", JSON, field(key)).body();
      String html = client.call("GET", HTML, field(key)).body();
      String markdown = client.call("GET", MARKDOWN, field(key)).body();
      String full = client.call("GET", PageForm.LLMS_FULL.path(), field(key)).body();

      assertThat(json)
          .contains("\"usage\":{\"key\":\"ik1\",\"at\":")
          .contains("{\"name\":\"things\",\"count\":10,\"period\":3600,\"used\":4,\"remaining\":6,")
          .contains(
              "{\"name\":\"made\",\"count\":7,\"period\":3600,\"used\":1,\"remaining\":6,"
                  + "\"reset\":"
                  + reset
                  + "}")
          .contains("\"limits\":[{\"name\":\"made\",\"count\":3,\"period\":3600}]");
      assertThat(html).contains("<b>6</b> left", "7 requests/hour, in place of 3", "width=\"400\"");
      assertThat(markdown).contains("| made: `POST /v1/things` | 7 requests/hour, in place of 3 |");
      assertThat(full).contains("| made: `POST /v1/things` | 7 requests/hour, in place of 3 |");
      assertThat(client.call("GET", "/v1/things", field(key)).remaining()).isEqualTo(5);
      assertThat(client.call("POST", "/v1/things", field(key)).remaining()).isEqualTo(5);
      assertThat(fixture.upstream.calls()).isEqualTo(7);
    }
  }

  @Test
  void untouchedKey_readsThePage_andGetsNoCounter() throws IOException {
    try (Fixture fixture = PageIT.serving()) {
      String key = fixture.keys.add("k1");

      assertThat(fixture.call(key, "GET", JSON).body()).contains("\"used\":0,\"remaining\":10,");

      assertThat(fixture.metric("tallygate_counters")).isZero();
    }
  }

  @Test
  void blockedKey_isToldSo_asEverywhere() throws IOException {
    try (Fixture fixture = PageIT.serving();
        RawClient client = fixture.client()) {
      String key = fixture.keys.add("k1");
      fixture.keys.block(key);

      Response answer = client.call("GET", PageForm.JSON.path(), field(key));

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).contains("\"code\":\"key_blocked\"").doesNotContain("usage");
    }
  }

  @Test
  void validKey_sixtyFirstReading_is429_andItsCallsAreServed() throws IOException {
    try (Fixture fixture = PageIT.serving();
        RawClient client = fixture.client()) {
      String key =
          fixture.keys.add("k1", LimitRule.always(Target.of("page"), new Amount.Count(1_000)));
      String other = fixture.keys.add("k2");
      List<PageForm> forms = List.of(PageForm.values());
      for (int i = 0; i < 60; i++) { // the forms share the limit, and an override is not of it
        Response page = client.call("GET", forms.get(i % 5).path(), field(key));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.limit()).isEqualTo(60);
        assertThat(page.remaining()).isEqualTo(59 - i);
        assertThat(page.field("RateLimit")).contains("\"page\";r=" + (59 - i)).contains(";pk=:");
      }

      Response refused = client.call("GET", HTML, field(key));

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.body()).contains("rate_limited").doesNotContain("<html");
      assertThat(refused.number("Retry-After")).isBetween(1L, 60L);
      assertThat(client.call("GET", "/v1/things", field(key)).remaining()).isEqualTo(9);
      assertThat(client.call("GET", HTML, field(other)).status()).isEqualTo(200);
      assertThat(client.call("GET", HTML).status()).isEqualTo(200);
    }
  }

  @Test
  void groupNamedPage_hasCountersOfItsOwn() throws IOException {
    PolicyFile policy =
        PolicyFile.parse(
            "f", "groups: {page: {limit: 5/hour, endpoints: [GET /a]}}\nother: 1/day\n");
    try (Fixture fixture = new Fixture(policy, PageIT.ON)) {
      String key = fixture.keys.add("k1");
      fixture.call(key, "GET", HTML);
      fixture.call(key, "GET", HTML);

      assertThat(fixture.call(key, "GET", "/a").remaining()).isEqualTo(4);
      assertThat(fixture.call(key, "GET", HTML).remaining()).isEqualTo(57);
    }
  }

  @Test
  void wrongKeys_onThePageAndOnCalls_shareTheFailuresOfTheAddress() throws IOException {
    try (Fixture fixture = PageIT.serving();
        RawClient client = fixture.client()) {
      String right = fixture.keys.add("right");
      String revoked = fixture.keys.add("revoked");
      fixture.keys.revoke(revoked);
      List<PageForm> forms = List.of(PageForm.values());
      for (int i = 0; i < 60; i++) {
        String path = i % 6 == 5 ? "/v1/x" : forms.get(i % 6).path();
        String wrong = i % 2 == 0 ? "wrong" + i : revoked;
        Response response = client.call(i % 3 == 0 ? "POST" : "GET", path, field(wrong));
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.body()).contains("invalid_api_key");
        assertThat(response.limit()).isEqualTo(60);
        assertThat(response.remaining()).isEqualTo(59 - i);
        assertThat(response.field("RateLimit")).contains("failed-keys").doesNotContain("pk=");
      }

      assertThat(client.call("GET", JSON, field("wrong")).status()).isEqualTo(429);
      assertThat(client.call("GET", "/v1/x", field("wrong")).status()).isEqualTo(429);
      assertThat(client.call("GET", JSON, field(right)).status()).isEqualTo(200);
      assertThat(client.call("GET", JSON).status()).isEqualTo(200);
    }
  }

  @Test
  void keyFieldTwice_isAWrongKey() throws IOException {
    try (Fixture fixture = PageIT.serving();
        RawClient client = fixture.client()) {
      String key = fixture.keys.add("k1");

      assertThat(client.call("GET", HTML, field(key), field(key)).body())
          .contains("invalid_api_key");
    }
  }

  @Test
  void noKey_sixHundredAndFirstReading_is429_sharedWithOpenEndpoints() throws IOException {
    try (Fixture fixture = PageIT.serving();
        RawClient client = fixture.client()) {
      String key = fixture.keys.add("k1");
      assertThat(client.call("GET", "/docs/start").remaining()).isEqualTo(599);
      for (int i = 0; i < 599; i++) {
        assertThat(client.call("HEAD", HTML).remaining()).isEqualTo(598 - i);
      }

      assertThat(client.call("GET", HTML).status()).isEqualTo(429);
      assertThat(client.call("GET", HTML, "Authorization: Basic eDp5").status()).isEqualTo(429);
      assertThat(client.call("GET", HTML, field(key)).status()).isEqualTo(200);
    }
  }

  @Test
  void authUpstream_provenToken_seesWhatItHasLeft_andOthersThePage() throws IOException {
    try (Fixture fixture =
            new Fixture(
                Fixture.policy(Gate.DEFAULT),
                with(
                    new Authentication(Judge.UPSTREAM, "Authorization", false),
                    Duration.ofHours(1)));
        RawClient client = fixture.client()) {
      Response unproven = client.call("GET", JSON, field("t1"));
      assertThat(unproven.status()).isEqualTo(200);
      assertThat(unproven.body()).doesNotContain("usage");
      assertThat(unproven.field("Cache-Control")).isEqualTo("private, no-store");
      assertThat(unproven.field("RateLimit")).startsWith("\"unproven-tokens\";r=59");
      assertThat(client.call("GET", "/v1/things", field("t1")).limit()).isEqualTo(60);

      Response proven = client.call("GET", JSON, field("t1"));

      assertThat(proven.limit()).isEqualTo(60);
      assertThat(proven.field("RateLimit")).startsWith("\"page\";r=59");
      assertThat(proven.body()).contains("\"usage\":{\"key\":\"tok_");
      assertThat(fixture.upstream.calls()).isEqualTo(1);
      for (int i = 0; i < 58; i++) {
        assertThat(client.call("GET", JSON, field("x" + i)).status()).isEqualTo(200);
      }
      assertThat(client.call("GET", JSON, field("x")).status()).isEqualTo(429);
      assertThat(client.call("GET", JSON, field("t1")).status()).isEqualTo(200);
    }
  }

  @Test
  void keyHeader_ofAnotherName_isTheOneThatCounts() throws IOException {
    try (Fixture fixture =
            new Fixture(
                Fixture.policy(Gate.DEFAULT),
                with(new Authentication(Judge.ISSUED, "X-Api-Key", false), Duration.ofHours(1)));
        RawClient client = fixture.client()) {
      fixture.keys.add("k1");

      Response keyed = client.call("GET", JSON, "x-api-key: k1");

      assertThat(keyed.body()).contains("usage");
      assertThat(keyed.field("Vary")).isEqualTo("X-Api-Key");
      assertThat(client.call("GET", JSON, field("k1")).body()).doesNotContain("usage");
      assertThat(client.call("GET", JSON, "x-api-key: k2").status()).isEqualTo(401);
    }
  }

  @Test
  void severalCountersAndLimits_areShownEach_andHiddenGroupsAreNot() throws IOException {
    PolicyFile policy =
        PolicyFile.parse(
            "f",
            """
            groups:
              hidden: {limit: 4/hour, endpoints: [GET /h, GET /h2], published: false}
              each:
                limit: [5/hour, {name: burst, limit: 3/minute}]
                endpoints: [GET /a, GET /b]
                counter: each-endpoint
              last: {limit: 6/hour, endpoints: [GET /c]}
            other: {limit: 9/day, published: true}
            """);
    try (Fixture fixture = new Fixture(policy, PageIT.ON)) {
      String key = fixture.keys.add("k1");
      for (String path : List.of("/h", "/b", "/b", "/c", "/d")) {
        fixture.call(key, "GET", path);
      }

      String json = fixture.call(key, "GET", JSON).body();

      String usage = json.substring(json.indexOf("\"counters\":")).replaceAll(":\\d{10}", ":0");
      assertThat(usage)
          .isEqualTo(
              "\"counters\":["
                  + "{\"group\":\"each\",\"endpoints\":[\"GET /a\"],\"limits\":["
                  + limit("each", 5, 3_600, 0)
                  + ","
                  + limit("burst", 3, 60, 0)
                  + "]},{\"group\":\"each\",\"endpoints\":[\"GET /b\"],\"limits\":["
                  + limit("each", 5, 3_600, 2)
                  + ","
                  + limit("burst", 3, 60, 2)
                  + "]},{\"group\":\"last\",\"endpoints\":[\"GET /c\"],\"limits\":["
                  + limit("last", 6, 3_600, 1)
                  + "]},{\"group\":\"other\",\"endpoints\":[],\"limits\":["
                  + limit("other", 9, 86_400, 1)
                  + "]}]}}\n");
      assertThat(json).doesNotContain("hidden");
    }
  }

  private static String limit(String name, int count, int period, int used) {
    return "{\"name\":\"%s\",\"count\":%d,\"period\":%d,\"used\":%d,\"remaining\":%d,\"reset\":0}"
        .formatted(name, count, period, used, count - used);
  }

  @Test
  void shortHour_isOnThePageAsItIsEnforced() throws IOException {
    GatewayConfig fast = with(Authentication.DEFAULT, Duration.ofSeconds(20));
    try (Fixture fixture = new Fixture(Fixture.policy(Gate.DEFAULT), fast)) {
      String key = fixture.keys.add("k1");

      assertThat(fixture.call(key, "GET", MARKDOWN).body())
          .contains("10 requests/20 seconds")
          .doesNotContain("10 requests/hour");
    }
  }

  /** As many counters as a policy can have: read in one go, on the event loop. */
  @Test
  void tenThousandCounters_areRead() throws IOException {
    StringBuilder text = new StringBuilder("other: 1/day\ngroups:\n");
    for (int group = 0; group < 10; group++) {
      text.append("  g").append(group).append(": {limit: 5/hour, counter: each-endpoint");
      text.append(", endpoints: [GET /").append(group).append("/0");
      for (int i = 1; i < 1_000; i++) {
        text.append(", GET /").append(group).append('/').append(i);
      }
      text.append("]}\n");
    }
    try (Fixture fixture = new Fixture(PolicyFile.parse("f", text.toString()), PageIT.ON)) {
      String key = fixture.keys.add("k1");
      fixture.call(key, "GET", "/9/999");

      String json = fixture.call(key, "GET", JSON).body();

      assertThat(json.split("\"used\":0", -1)).hasSize(10_000);
      assertThat(json.split("\"used\":1,", -1)).hasSize(2);
    }
  }

  private static GatewayConfig with(Authentication authentication, Duration hour) {
    GatewayConfig config = GatewayConfig.DEFAULT;
    return new GatewayConfig(
        config.listen(),
        config.upstream(),
        authentication,
        config.bounds(),
        hour,
        new Switches(false, true, Sight.DEFAULT));
  }
}
