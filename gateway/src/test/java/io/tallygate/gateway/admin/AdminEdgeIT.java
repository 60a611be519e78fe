package io.tallygate.gateway.admin;

import static io.tallygate.gateway.admin.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.Role;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin port and what is no orderly request, or too much, or from far away. */
@Timeout(60)
final class AdminEdgeIT {

  @TempDir Path folder;
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture(folder.resolve("data"));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Response raw(String text) throws IOException {
    try (RawClient client = new RawClient(api.address())) {
      client.send(text.replace("\n", "\r\n"));
      return client.read("GET");
    }
  }

  private ApiRequest asAdmin(String method, String path) {
    return ApiRequest.of(method, path).withToken(api.token(Role.ADMIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/keys HTTP/1.1\n\n",
        "GET /v1/keys HTTP/1.1\nHost: localhost\nHost: rebound.example\n\n",
        "GET /v1/keys HTTP/1.1\nHost: localhost\nbad field\n\n",
        "GET /v1/keys HTTP/9.9\nHost: localhost\n\n",
        "nonsense\n\n",
        "GET http://rebound.example/v1/keys HTTP/1.1\nHost: localhost\n\n",
        "POST /v1/keys HTTP/1.1\nHost: localhost\nContent-Length: x\n\n",
        """
        POST /v1/keys HTTP/1.1
        Host: localhost
        Content-Length: 1
        Transfer-Encoding: chunked

        0

        """
      })
  void malformedRequest_isRefusedInFewWords(String text) throws IOException {
    Response response = raw(text);

    assertThat(response.status()).isBetween(400, 505);
    assertThat(response.body())
        .doesNotContainIgnoringCase("jetty", "javalin", "exception", "\tat ");
    assertThat(response.fields()).doesNotContainKey("server");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/keys/",
        "/v1//keys",
        "/v1/./keys",
        "/v1/x/../keys",
        "/v1/keys/%2e%2e/keys",
        "/v1/keys/a%2Fb",
        "/v1/keys;x=y",
        "/V1/keys",
        "/v1/keys%00",
        "/v1",
        "/"
      })
  void spelling_thatIsNoneOfThePaths_isNotTakenForOne(String path) {
    Response response = api.client().send(ApiRequest.of("GET", path));

    assertThat(response.status()).isIn(400, 401, 404);
    assertThat(response.body()).doesNotContainIgnoringCase("jetty", "javalin", "exception");
  }

  @Test
  void headTooLarge_isRefused() {
    Response response =
        api.client().send(asAdmin("GET", "/v1/keys").with("X-Much", "x".repeat(20_000)));

    assertThat(response.status()).isEqualTo(431);
  }

  @Test
  void chunkedBody_tooLarge_isRefused() throws IOException {
    String chunk = "10000\n" + "x".repeat(0x10000) + "\n";
    Response response =
        raw(
            "POST /v1/keys HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
                + "Authorization: Bearer "
                + api.token(Role.ADMIN)
                + "\nTransfer-Encoding: chunked\n\n"
                + chunk.repeat(5)
                + "0\n\n");

    assertThat(response.status()).isEqualTo(413);
  }

  @Test
  void bodyAtItsMost_isRead() {
    String name = json("{'name':'x'}");
    ApiRequest request = asAdmin("POST", "/v1/keys").with("Content-Type", "application/json");

    Response most =
        api.client()
            .call(request.withBody(name + " ".repeat(AdminApi.BODY_BYTES_MAX - name.length())));

    assertThat(most.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "application/merge-patch+json"
      })
  void contentType_thatIsJson_isTaken(String type) {
    ApiRequest request =
        asAdmin("POST", "/v1/keys").withBody(json("{'name':'é'}")).with("Content-Type", type);

    Response response = api.client().call(request);

    assertThat(response.status()).isEqualTo(201);
    assertThat(response.body()).contains("\"name\":\"é\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin1",
        "application/jsonx"
      })
  void contentType_ofAForm_isRefused(String type) {
    ApiRequest request =
        asAdmin("POST", "/v1/keys").withBody(json("{'name':'x'}")).with("Content-Type", type);

    assertThat(api.client().call(request).status()).isEqualTo(415);
    assertThat(api.count("api_key")).isZero();
  }

  @Test
  void everyAnswer_forbidsWhatAPageCouldDoWithIt() {
    for (String path : List.of("/v1/keys", "/v1/none", OpenApi.PATH, "/healthz", "/metrics")) {
      Response response =
          api.client().send(asAdmin("GET", path).with("Origin", "http://a.example"));
      assertThat(response.field("Content-Security-Policy")).contains("default-src 'none'");
      assertThat(response.field("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(response.field("Cache-Control")).isEqualTo("no-store");
      assertThat(response.fields().keySet())
          .noneMatch(name -> name.startsWith("access-control-"))
          .doesNotContain("set-cookie", "server");
    }
    for (String method : List.of("OPTIONS", "TRACE", "PUT", "BREW")) {
      assertThat(api.client().send(asAdmin(method, "/v1/keys")).status()).as(method).isEqualTo(405);
    }
  }

  @Test
  void metrics_fromThisMachine_needNoTokenAndNoForeignHost() {
    assertThat(api.client().send(ApiRequest.of("GET", "/metrics")).status()).isEqualTo(200);
    ApiRequest rebound = ApiRequest.of("GET", "/metrics").with("Host", "rebound.example");
    assertThat(api.client().send(rebound).status()).isEqualTo(421);
    ApiRequest document = ApiRequest.of("GET", OpenApi.PATH).with("Host", "rebound.example");
    assertThat(api.client().send(document).status()).isEqualTo(421);
  }

  /** Of IPv4; loopback is always among them. */
  static List<InetAddress> addressesOfThisMachine() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("addressesOfThisMachine")
  void metrics_fromBeyondLoopback_needATokenThatMayRead(InetAddress address) throws IOException {
    ApiClient client =
        new ApiClient(new InetSocketAddress(address, api.everywhere()), api.contract);
    ApiRequest metrics = ApiRequest.of("GET", "/metrics").with("Host", "admin.example:8081");
    int withoutToken = AdminApi.needsToken(address) ? 401 : 200;

    assertThat(client.send(metrics).status()).isEqualTo(withoutToken);
    assertThat(client.send(metrics.withToken("sesame")).status()).isEqualTo(withoutToken);
    assertThat(client.send(metrics.withToken(api.token(Role.READ))).status()).isEqualTo(200);
    assertThat(client.send(metrics.withPath("/healthz")).status()).isEqualTo(200);
    assertThat(client.send(metrics.withPath("/v1/keys")).status()).isEqualTo(401);
    ApiRequest byAddress = metrics.withToken(api.token(Role.READ)).with("Host", "0.0.0.0");
    assertThat(client.send(byAddress).status()).isEqualTo(421);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, false",
    "::1, false",
    "127.1.2.3, false",
    "10.0.0.1, true",
    "fe80::1, true"
  })
  void metrics_anyAddress_needATokenUnlessItIsThisMachine(String address, boolean needed)
      throws IOException {
    assertThat(AdminApi.needsToken(InetAddress.getByName(address))).isEqualTo(needed);
  }

  @Test
  void callsAtOnce_moreThanFit_areRefusedAndHealthIsNot() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    api.onDrain(
        () -> {
          begun.incrementAndGet();
          awaited(end);
        });
    Calls calls = new Calls(api);
    List<Future<Response>> waiting = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(AdminApi.CALLS_MAX);
    try {
      for (int i = 0; i < AdminApi.CALLS_MAX; i++) {
        ApiRequest drain =
            asAdmin("POST", "/v1/keys/" + calls.key() + "/drain")
                .with("Content-Type", "application/json")
                .withBody(json("{'group':'tools'}"));
        waiting.add(threads.submit(() -> api.client().call(drain)));
      }
      while (begun.get() == 0 || api.count("drain") < AdminApi.CALLS_MAX) {
        LockSupport.parkNanos(1_000_000);
      }

      Response refused = api.client().call(asAdmin("GET", "/v1/keys"));

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains("\"code\":\"overloaded\"");
      assertThat(api.client().send(ApiRequest.of("GET", "/healthz")).status()).isEqualTo(200);
      assertThat(api.client().send(ApiRequest.of("GET", "/metrics")).status()).isEqualTo(200);
    } finally {
      end.countDown();
      threads.shutdown();
    }
    for (Future<Response> one : waiting) {
      assertThat(one.get().status()).isEqualTo(200);
    }
    assertThat(api.client().call(asAdmin("GET", "/v1/keys")).status()).isEqualTo(200);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
