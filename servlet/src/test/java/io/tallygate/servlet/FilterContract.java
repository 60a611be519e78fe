package io.tallygate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.policy.PolicyFile;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The filter before a service, whatever that does. A container's test says how it starts. */
@Timeout(60)
abstract class FilterContract {

  private static final PolicyFile POLICY = policy("");

  private final WantingServlet service = new WantingServlet();
  private @Nullable Container container;

  /** A container that runs. */
  interface Container {

    InetSocketAddress address();

    void stop() throws Exception;
  }

  /** Starts a container with the filter and a servlet for all paths of one context. */
  abstract Container start(Filter filter, HttpServlet servlet, String contextPath) throws Exception;

  @AfterEach
  void stop() throws Exception {
    if (container != null) {
      container.stop();
    }
  }

  static PolicyFile policy(String more) {
    return PolicyFile.parse(
        "limits.yaml",
        """
        contact: ask@api.example
        cors: [https://page.example]
        groups:
          things:
            limit: 10 requests/hour
            endpoints: [GET /v1/things, "GET /v1/things/{id}"]
        other: 100 requests/hour
        open: [GET /docs/*]
        """
            + more);
  }

  /** A key begins with a k; its id is the key with an i before it. */
  private static @Nullable String callers(HttpServletRequest request) {
    String token = BearerToken.of(request);
    return switch (token) {
      case "empty" -> "";
      case "long" -> "i".repeat(300);
      default -> token.startsWith("k") ? "i" + token : null;
    };
  }

  private RateLimitFilter serve() throws Exception {
    return serve(RateLimitConfig.of(POLICY, FilterContract::callers));
  }

  private RateLimitFilter serve(RateLimitConfig config) throws Exception {
    RateLimitFilter filter = new RateLimitFilter(config);
    container = start(filter, service, "");
    return filter;
  }

  private Response call(String method, String path, String... fields) throws IOException {
    if (container == null) {
      throw new IllegalStateException("nothing was started");
    }
    try (RawClient client = new RawClient(container.address())) {
      return client.call(method, path, fields);
    }
  }

  private Response want(String want) throws IOException {
    return call("GET", "/v1/elsewhere", "Authorization: Bearer k1", "X-Want: " + want);
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, 200",
    "204, 204",
    "304, 304",
    "404, 404",
    "429, 429",
    "503, 503",
    "error, 418",
    "throw, 500",
    "redirect, 302",
    "reset, 202",
    "forward, 200",
    "async, 200",
    "bare-async, 200",
    "dispatch, 200"
  })
  void service_whateverItDoes_hasTheKeysFields_andCostsOne(String want, int status)
      throws Exception {
    serve();

    Response response = want(want);

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.field("X-RateLimit-Limit")).isEqualTo("100");
    assertThat(response.field("X-RateLimit-Remaining")).isEqualTo("99");
    assertThat(response.field("X-RateLimit-Reset")).matches("[0-9]{10}");
    assertThat(response.field("RateLimit-Policy")).startsWith("\"other\";q=100;w=3600");
    assertThat(response.field("RateLimit")).startsWith("\"other\";r=99;t=").contains(";pk=:aWsx:");
    assertThat(want("nothing").remaining()).isEqualTo(98);
    assertThat(service.calls()).isEqualTo(2);
  }

  @Test
  void service_setsOurFields_oursStand_butARetryAfterPasses() throws Exception {
    serve();

    Response response = want("fields");

    assertThat(response.field("X-RateLimit-Limit")).isEqualTo("100");
    assertThat(response.field("X-RateLimit-Remaining")).isEqualTo("99");
    assertThat(response.field("X-RateLimit-Reset")).matches("[0-9]{10}");
    assertThat(response.field("RateLimit")).startsWith("\"other\";r=99");
    assertThat(response.field("RateLimit-Policy")).startsWith("\"other\";q=100");
    assertThat(response.field("Retry-After")).isEqualTo("7");
  }

  @Test
  void service_allowsOtherOrigins_ourFieldsAreExposedWithItsOwn() throws Exception {
    serve();

    assertThat(want("cors").field("Access-Control-Expose-Headers"))
        .isEqualTo(
            "X-Mine, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset,"
                + " RateLimit-Policy, RateLimit, Retry-After");
    assertThat(want("nothing").fields()).doesNotContainKey("access-control-expose-headers");
  }

  @Test
  void filterBefore_allowsOtherOrigins_ourFieldsAreExposed_onOwnAnswersToo() throws Exception {
    RateLimitFilter limits = RateLimitFilter.of(POLICY, FilterContract::callers);
    Filter cors =
        (request, response, chain) -> {
          ((HttpServletResponse) response).setHeader("Access-Control-Allow-Origin", "*");
          limits.doFilter(request, response, chain);
        };
    container = start(cors, service, "");

    assertThat(want("nothing").field("Access-Control-Expose-Headers")).contains("RateLimit");
    assertThat(call("GET", "/v1/x").field("Access-Control-Expose-Headers")).contains("RateLimit");
    limits.close();
  }

  @Test
  void ownAnswer_carriesCors_forListedOriginsOnly() throws Exception {
    serve();

    Response listed = call("GET", "/v1/x", "Origin: https://page.example");
    Response foreign = call("GET", "/v1/x", "Origin: https://evil.example");

    assertThat(listed.status()).isEqualTo(401);
    assertThat(listed.field("Access-Control-Allow-Origin")).isEqualTo("https://page.example");
    assertThat(listed.field("Access-Control-Expose-Headers")).contains("X-RateLimit-Reset");
    assertThat(listed.field("Vary")).isEqualTo("Origin");
    assertThat(foreign.fields()).doesNotContainKey("access-control-allow-origin");
    assertThat(foreign.field("Vary")).isEqualTo("Origin");
  }

  @Test
  void refusedCall_neverReachesTheService() throws Exception {
    serve();
    for (int i = 0; i < 10; i++) {
      assertThat(call("GET", "/v1/things/" + i, "Authorization: Bearer k1").status())
          .isEqualTo(200);
    }

    Response refused = call("HEAD", "/v1/things", "Authorization: Bearer k1");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.number("Retry-After")).isBetween(3_590L, 3_600L);
    assertThat(refused.number("Content-Length")).isPositive();
    assertThat(service.calls()).isEqualTo(10);
  }

  @Test
  void openEndpoint_needsNoKey_andIsLimitedByAddress() throws Exception {
    serve();

    Response first = call("GET", "/docs/start");
    Response second = call("GET", "/docs/more", "Authorization: Bearer k1");

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.limit()).isEqualTo(600);
    assertThat(second.remaining()).isEqualTo(first.remaining() - 1);
    assertThat(first.field("RateLimit")).doesNotContain("pk=");
    assertThat(call("GET", "/docs/..;/v1/things").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", "long", "nobody"})
  void idThatIsNone_isAWrongKey(String token) throws Exception {
    serve();

    Response response = call("GET", "/v1/things", "Authorization: Bearer " + token);

    assertThat(response.status()).isEqualTo(401);
    assertThat(response.body()).contains("\"code\":\"invalid_api_key\"");
    assertThat(service.calls()).isZero();
  }

  @Test
  void keyHeader_mayBeAnotherField() throws Exception {
    serve(
        RateLimitConfig.of(POLICY, request -> request.getHeader("X-Api-Key"))
            .withKeyHeader("X-Api-Key"));

    assertThat(call("GET", "/v1/things", "X-Api-Key: k1").status()).isEqualTo(200);
    assertThat(call("GET", "/v1/things").body()).contains("missing_api_key");
    assertThat(call("GET", "/v1/things", "X-Api-Key: a", "X-Api-Key: b").body())
        .contains("invalid_api_key");
  }

  @Test
  void path_isTheOneThatWasSent_withTheContextsPath() throws Exception {
    container = start(RateLimitFilter.of(POLICY, FilterContract::callers), service, "/v1");

    assertThat(call("GET", "/v1/things", "Authorization: Bearer k1").limit()).isEqualTo(10);
    assertThat(call("GET", "/v1/things/a%20b?x=/y", "Authorization: Bearer k1").remaining())
        .isEqualTo(8);
    assertThat(call("GET", "/v1/%74hings", "Authorization: Bearer k1").status()).isEqualTo(400);
    assertThat(call("GET", "/v1/x/..;/things", "Authorization: Bearer k1").status()).isEqualTo(400);
    assertThat(service.calls()).isEqualTo(2);
  }

  @Test
  void path_withBytesBeyondAscii_is400() throws Exception {
    serve();

    assertThat(call("GET", "/docs/\u00c3\u00a9").status()).isEqualTo(400);
    assertThat(call("GET", "/docs/%C3%A9").status()).isEqualTo(200);
  }

  @Test
  void fullTable_is503_untilThePolicyAllowsIt() throws Exception {
    RateLimitFilter filter =
        serve(RateLimitConfig.of(POLICY, FilterContract::callers).withCounters(16));
    List<Response> responses = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      responses.add(call("GET", "/v1/things", "Authorization: Bearer k" + i));
    }
    assertThat(responses).extracting(Response::status).contains(200, 503).doesNotContain(429);
    assertThat(responses.get(199).body()).contains("\"code\":\"counters_full\"");

    filter.policy(policy("on-full: allow\n"));

    assertThat(call("GET", "/v1/things", "Authorization: Bearer k199").status()).isEqualTo(200);
  }

  /** Whose answer has come may be ended a moment later. */
  private void awaitAdmitted(String want) throws IOException {
    int tries = 0;
    while (want(want).status() == 429) {
      assertThat(tries++).isLessThan(1_000);
    }
  }

  @Test
  void inFlight_endsWhenTheCallIsComplete_asynchronousOrNot() throws Exception {
    Limit two = Limit.inFlight("other", 2);
    Policy before = POLICY.policy();
    Policy policy =
        new Policy(
            before.groups(),
            Group.of("other", List.of(two), List.of()),
            before.open(),
            before.window(),
            before.pathCase(),
            before.onFull());
    serve(RateLimitConfig.of(POLICY.withPolicy(policy), FilterContract::callers));
    for (String ends : List.of("nothing", "throw", "error", "async", "dispatch", "forward")) {
      for (int i = 0; i < 4; i++) {
        awaitAdmitted(ends);
      }
    }

    try (RawClient one = hold();
        RawClient other = hold()) {
      assertThat(want("nothing").status()).isEqualTo(429);
      service.release();
      awaitAdmitted("nothing");
      service.release();
      assertThat(one.read("GET").status()).isEqualTo(200);
      assertThat(other.read("GET").status()).isEqualTo(200);
    }
  }

  /** A call that is under way. Who has read an answer may be refused until its call has ended. */
  private RawClient hold() throws Exception {
    if (container == null) {
      throw new IllegalStateException("nothing was started");
    }
    for (int tries = 0; tries < 20; tries++) {
      RawClient client = new RawClient(container.address());
      client.send(
          RawClient.head("GET", "/v1/x", List.of("Authorization: Bearer k1", "X-Want: hold")));
      if (service.awaitHeld()) {
        return client;
      }
      client.close();
    }
    throw new IllegalStateException("call must be admitted in the end");
  }

  @Test
  void policy_takenOver_keepsTheCounts() throws Exception {
    RateLimitFilter filter = serve();
    assertThat(call("GET", "/v1/things", "Authorization: Bearer k1").remaining()).isEqualTo(9);

    filter.policy(policy("ietf-headers: off\n"));

    Response response = call("GET", "/v1/things", "Authorization: Bearer k1");
    assertThat(response.remaining()).isEqualTo(8);
    assertThat(response.fields()).doesNotContainKey("ratelimit");
  }
}
