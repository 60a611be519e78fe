package io.tallygate.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tallygate.command.Cli.Run;
import io.tallygate.command.StubApi.Rule;
import io.tallygate.gateway.Gateway;
import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.GatewayConfig.Listen;
import io.tallygate.gateway.GatewayConfig.Upstream;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.policy.PolicyFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The probe before APIs that count in different ways. */
final class ProbeIT {

  private static final String KEY = StubApi.KEY;

  private static final String POLICY =
      """
      window: %s
      groups:
        things:
          limit: 100 requests/day
          counter: %s
          endpoints:
            - GET /v1/things
            - GET /v1/things/{id}
            - GET /v1/parts
      other: 50 requests/day
      """;

  @TempDir Path folder;

  private Cli cli() {
    return new Cli(Map.of("TALLYGATE_PROBE_KEY", KEY), folder, Ticker.SYSTEM);
  }

  private static Gateway gateway(PolicyFile policy, URI upstream) throws IOException {
    GatewayConfig config = GatewayConfig.DEFAULT;
    Upstream usual = config.upstream();
    return Gateway.start(
        new GatewayConfig(
            new Listen("127.0.0.1", 0, "127.0.0.1", 0),
            new Upstream(
                upstream,
                "",
                usual.connectTimeout(),
                usual.responseTimeout(),
                usual.connectionsMax()),
            config.authentication(),
            config.bounds(),
            Duration.ofHours(1),
            config.switches()),
        policy,
        token -> token.equals(KEY) ? KnownKey.of("key_000000000000") : null);
  }

  private static String url(Gateway gateway) {
    return "http://127.0.0.1:" + gateway.address().getPort();
  }

  @ParameterizedTest
  @CsvSource({
    "first-call, shared, costs",
    "first-call, each-endpoint, costs",
    "clock, shared, costs",
    "clock, each-endpoint, costs",
    "first-call, shared, free",
    "first-call, each-endpoint, free",
    "clock, shared, free",
    "clock, each-endpoint, free",
  })
  void probe_eachWayOfCounting_isNamedRightly(String window, String counter, String missing)
      throws IOException {
    boolean free = missing.equals("free");
    List<Rule> rules = new ArrayList<>(free ? List.of() : List.of(Rule.NO_LIMITS));
    if (free && window.equals("clock")) {
      rules.add(Rule.CLOCK);
    }
    if (free && counter.equals("each-endpoint")) {
      rules.add(Rule.EACH_ENDPOINT);
    }
    PolicyFile policy = PolicyFile.parse("limits.yaml", POLICY.formatted(window, counter));
    try (StubApi api = StubApi.start(rules.toArray(Rule[]::new));
        Gateway gateway = gateway(policy, api.uri())) {
      String base = free ? api.uri().toString() : url(gateway);
      Findings found = Findings.of(folder, KEY, base + "/v1/things", "--endpoint", "/v1/parts");

      boolean shared = counter.equals("shared");
      assertThat(found.run().err()).isEmpty();
      assertThat(found.run().exitCode()).isZero();
      assertThat(found.answers("window")).as(found.run().out()).containsOnly(window);
      boolean said = !free || window.equals("first-call");
      assertThat(found.answers("period")).containsOnly(said ? "86400" : periodOfTheClock());
      assertThat(found.answers("counter")).containsExactly(shared ? "shared" : "separate");
      assertThat(found.answers("not-found")).containsExactly(missing);
      assertThat(found.answers("head")).containsExactly("costs");
      assertThat(found.answers("not-modified")).containsExactly("costs");
      assertThat(found.answers("no-key")).containsExactly("401");
      assertThat(found.answers("limit")).containsExactly("100", "100");
      assertThat(found.answers("reset")).containsExactly("unix-seconds");
      assertThat(found.answers("clock")).containsExactly("0");
      assertThat(found.requests()).isLessThanOrEqualTo(20);
      assertThat(api.requests())
          .allSatisfy(request -> assertThat(request).matches("(GET|HEAD) .*"));
    }
  }

  /** Periods that end with the day, if that is near enough: late in the day several do. */
  private static String periodOfTheClock() {
    long second = Ticker.SYSTEM.wallMicros() / 1_000_000;
    long left = StubApi.DAY_SECONDS - second % StubApi.DAY_SECONDS;
    List<String> fit =
        LongStream.of(1, 5, 10, 15, 30, 60, 300, 600, 900, 1_800, 3_600, 21_600, 43_200, 86_400)
            .filter(period -> left <= period)
            .mapToObj(Long::toString)
            .toList();
    return fit.size() == 1
        ? fit.get(0)
        : "cannot-tell: no answer says it; these fit, in seconds: " + String.join(", ", fit);
  }

  @Test
  void probe_ownGatewayWithItsPolicy_differsInNothing() throws IOException {
    try (EchoUpstream echo = EchoUpstream.start();
        Gateway gateway = gateway(PolicyFile.bundled("videogen"), echo.uri())) {
      Run run =
          cli()
              .run(
                  "probe",
                  url(gateway),
                  "--policy",
                  "videogen",
                  "--param",
                  "*=avatars",
                  "--param",
                  "id=f1");

      assertThat(run.exitCode()).as(run.out()).isZero();
      assertThat(run.out())
          .doesNotContain("differs")
          .endsWith("\nno difference from the policy was found\n")
          .contains("GET /v1/files: 50,000 requests/hour")
          .contains("GET /v1/resources/avatars: 2,500 requests/hour")
          .contains("GET /v1/files, GET /v1/files/f1: share one counter");
    }
  }

  @Test
  void probe_ownGatewayWithAnotherNumber_namesItAndExitsWithOne() throws IOException {
    String changed =
        PolicyFile.bundledText("videogen").replace("50,000 requests", "40,000 requests");
    Files.writeString(folder.resolve("limits.yaml"), changed);
    try (EchoUpstream echo = EchoUpstream.start();
        Gateway gateway = gateway(PolicyFile.bundled("videogen"), echo.uri())) {
      Run run = cli().run("probe", url(gateway), "--policy", "limits.yaml");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out())
          .containsPattern(
              "limit +GET /v1/files: the policy's group files has 40,000 requests/hour, the API"
                  + " says 50,000 requests/hour  \\[#1");
      String rest = run.out().substring(run.out().indexOf("differs from the policy"));
      assertThat(rest.substring(0, rest.indexOf("\n\n")).lines()).hasSize(2);
    }
  }

  @Test
  void probe_write_givesPolicyThatIsLikeTheApi() throws IOException {
    PolicyFile policy = PolicyFile.parse("limits.yaml", POLICY.formatted("clock", "shared"));
    try (StubApi api = StubApi.start(Rule.NO_LIMITS);
        Gateway gateway = gateway(policy, api.uri())) {
      String url = url(gateway) + "/v1/things";
      Run run = cli().run("probe", url, "--endpoint", "/v1/parts", "--write", "seen.yaml");
      PolicyFile seen = PolicyFile.read(folder.resolve("seen.yaml"));
      Run again = cli().run("probe", url, "--policy", "seen.yaml");
      Run overwriting = cli().run("probe", url, "--write", "seen.yaml");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(seen.toYaml())
          .isEqualTo(
              """
              title: Rate limits
              window: clock
              groups:
                things:
                  limit: 100 requests/day
                  endpoints:
                    - GET /v1/things
                    - GET /v1/parts
              other: 100 requests/day
              """);
      assertThat(again.exitCode()).as(again.out()).isZero();
      assertThat(overwriting.exitCode()).isEqualTo(1);
      assertThat(overwriting.err()).contains("file must not be there yet: write=seen.yaml");
    }
  }

  @Test
  void probe_writeWithPolicy_putsTheNumberSeenIntoIt() throws IOException {
    Files.writeString(
        folder.resolve("old.yaml"),
        POLICY.formatted("first-call", "shared").replace("100 requests", "70 requests"));
    PolicyFile policy = PolicyFile.parse("limits.yaml", POLICY.formatted("clock", "shared"));
    try (StubApi api = StubApi.start(Rule.NO_LIMITS);
        Gateway gateway = gateway(policy, api.uri())) {
      Run run = cli().run("probe", url(gateway), "--policy", "old.yaml", "--write", "new.yaml");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).contains("70 requests/day", "windows start by first-call");
      assertThat(PolicyFile.read(folder.resolve("new.yaml")).toYaml()).isEqualTo(policy.toYaml());
    }
  }

  @Test
  void probe_anyOutput_neverHasTheKey() throws IOException {
    try (StubApi api = StubApi.start()) {
      for (String kind : List.of("--json", "--max-requests=20")) {
        Run run = cli().run("probe", api.uri() + "/v1/things", "--key", KEY, kind);
        assertThat(run.out() + run.err()).contains("401").doesNotContain(KEY);
      }
    }
  }

  @Test
  void probe_keyFromStdinAndOfAnotherField_isSent() throws IOException {
    PolicyFile policy = PolicyFile.parse("limits.yaml", POLICY.formatted("clock", "shared"));
    InputStream stdin = System.in;
    try (StubApi api = StubApi.start(Rule.NO_LIMITS);
        Gateway gateway = gateway(policy, api.uri())) {
      System.setIn(new ByteArrayInputStream((KEY + "\r\nmore\n").getBytes(UTF_8)));
      Cli bare = new Cli(Map.of(), folder, Ticker.SYSTEM);
      String url = url(gateway) + "/v1/things";
      Run run = bare.run("probe", url, "--key", "-", "--max-requests", "2");
      Run other =
          bare.run("probe", url, "--key", KEY, "--key-header", "X-Key", "--max-requests", "2");
      Run none = bare.run("probe", url, "--max-requests", "2");

      assertThat(run.out()).contains("#1  GET /v1/things -> 200");
      assertThat(other.out()).contains("#1  GET /v1/things -> 401");
      assertThat(none.out()).contains("#1  GET /v1/things -> 401");
    } finally {
      System.setIn(stdin);
    }
  }

  @Test
  void probe_terminated_printsWhatWasFound() throws Exception {
    CountDownLatch third = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger requests = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (requests.incrementAndGet() == 3) {
              third.countDown();
              over.await();
            }
            exchange.getResponseHeaders().set("X-RateLimit-Limit", "77");
            exchange.sendResponseHeaders(200, -1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/things";
    try (TallygateProcess process =
        TallygateProcess.start(folder, "probe", url, "--timeout", "60s")) {
      assertThat(third.await(50, TimeUnit.SECONDS)).isTrue();
      process.terminate();
      Run run = process.end();

      assertThat(run.exitCode()).isEqualTo(143);
      assertThat(run.out())
          .contains("GET /v1/things: 77 requests  [#1 #2]")
          .contains("stopped early: it was interrupted");
    } finally {
      over.countDown();
      server.stop(0);
    }
  }

  @Test
  void probe_nobodyListens_saysSo() throws IOException {
    String url;
    try (StubApi api = StubApi.start()) {
      url = api.uri() + "/v1/things";
    }
    Run run = cli().run("probe", url);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("#1  GET /v1/things -> no connection");
    assertThat(run.err()).isEqualTo("tallygate: the API did not answer: url=" + url + "\n");
  }
}
