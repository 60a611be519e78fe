package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeIT {

  private static final String POLICY =
      """
      groups:
        files:
          limit: 100/hour
          endpoints:
            - GET /v1/files
      other: 7/hour
      key-prefix: tst_
      """;

  private static final Pattern SERVING =
      Pattern.compile("serving: gateway=http://[^ ]*:(\\d+) admin=(http://127.0.0.1:\\d+) ");

  @TempDir Path folder;
  private EchoUpstream echo;

  @BeforeEach
  void startEcho() throws IOException {
    echo = EchoUpstream.start();
    Files.writeString(folder.resolve("limits.yaml"), POLICY);
  }

  @AfterEach
  void stopEcho() {
    echo.close();
  }

  private TallygateProcess serve(String... more) throws IOException {
    Files.writeString(
        folder.resolve("tallygate.yaml"),
        """
        upstream: %s
        policy: limits.yaml
        port: 0
        admin-port: 0
        """
            .formatted(echo.uri()));
    String[] args = new String[more.length + 1];
    args[0] = "serve";
    System.arraycopy(more, 0, args, 1, more.length);
    return TallygateProcess.start(folder, args);
  }

  /** Waits until it says that it serves. */
  private static Matcher serving(TallygateProcess process) throws Exception {
    Await.until(() -> SERVING.matcher(process.err()).find());
    Matcher matcher = SERVING.matcher(process.err());
    assertThat(matcher.find()).isTrue();
    return matcher;
  }

  private String createKey() {
    Run run =
        new Cli(Map.of(), folder, Ticker.SYSTEM).run("key", "create", "--name", "x", "--json");
    assertThat(run.err()).isEmpty();
    return Json.MAPPER.readTree(run.out()).get("key").asString();
  }

  @Test
  void serve_settingsOfTheFile_servesAndStopsWithoutASecretInItsLog() throws Exception {
    try (TallygateProcess process = serve("--access-log")) {
      String url = "http://127.0.0.1:" + serving(process).group(1) + "/v1/files";
      String key = createKey();
      assertThat(key).startsWith("tst_");
      Await.until(() -> Http.get(url, key).status() == 200);
      Http answer = Http.get(url, key);
      assertThat(answer.field("X-RateLimit-Limit")).isEqualTo("100");
      assertThat(Http.get(url).status()).isEqualTo(401);

      process.terminate();
      Run run = process.end();

      assertThat(run.exitCode()).isEqualTo(128 + 15);
      assertThat(run.out())
          .isEqualTo(
              "admin token  ./tallygate-data/admin-token\n"
                  + "login link   ./tallygate-data/login-link");
      String proof = Files.readString(folder.resolve("tallygate-data/proof")).strip();
      String token = Files.readString(folder.resolve("tallygate-data/admin-token")).strip();
      String link = Files.readString(folder.resolve("tallygate-data/login-link")).strip();
      assertThat(run.err()).contains("stopped").doesNotContain(key, proof, token, link);
    }
  }

  @Test
  void serve_firstStart_hasALinkThatLogsIn_once() throws Exception {
    try (TallygateProcess process = serve()) {
      serving(process);
      Path file = folder.resolve("tallygate-data/login-link");
      Await.until(() -> Files.exists(file) && Files.size(file) > 0);
      String link = Files.readString(file).strip();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      URI place = URI.create(link);
      assertThat(Http.get(link).body()).contains("This link logs you in once");
      assertThat(Http.get(link).status()).as("a look uses nothing up").isEqualTo(200);
      assertThat(submit(place).field("Set-Cookie"))
          .startsWith("tallygate_session=")
          .contains("HttpOnly");
      assertThat(submit(place).status()).isEqualTo(401);
      assertThat(Http.get(link).status()).isEqualTo(404);
    }
  }

  /** As a browser sends the form; Java's own clients say no {@code Origin}. */
  private static RawClient.Response submit(URI place) throws IOException {
    try (RawClient client =
        new RawClient(new InetSocketAddress(place.getHost(), place.getPort()))) {
      client.send(
          "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\n"
                  .formatted(place.getRawPath(), place.getAuthority(), place.getAuthority())
              + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n");
      return client.read("POST");
    }
  }

  @Test
  void serve_dashboardOff_hasNeitherItNorALink() throws Exception {
    try (TallygateProcess process = serve("--dashboard", "off")) {
      String admin = serving(process).group(2);

      assertThat(Http.get(admin + "/dashboard").status()).isEqualTo(404);
      assertThat(folder.resolve("tallygate-data/login-link")).doesNotExist();
    }
  }

  @Test
  void serve_changedPolicy_isTakenOverWithItsCountsKept() throws Exception {
    try (TallygateProcess process = serve()) {
      Matcher serving = serving(process);
      String url = "http://127.0.0.1:" + serving.group(1) + "/v1/files";
      String key = createKey();
      Await.until(() -> Http.get(url, key).status() == 200);
      Http before = Http.get(url, key);

      Files.writeString(folder.resolve("limits.yaml"), POLICY.replace("100/hour", "200/hour"));
      Await.until(() -> "200".equals(Http.get(url, key).field("X-RateLimit-Limit")));
      Http after = Http.get(url, key);
      assertThat(200 - Integer.parseInt(String.valueOf(after.field("X-RateLimit-Remaining"))))
          .isGreaterThan(
              100 - Integer.parseInt(String.valueOf(before.field("X-RateLimit-Remaining"))));
      // What is served is there before the log says so.
      String raised = "LIMIT_RAISED files, before=100 requests/hour after=200 requests/hour";
      Await.until(() -> process.err().contains(raised));
      assertThat(process.err()).contains("policy has changed: changes=1");

      Files.writeString(folder.resolve("limits.yaml"), POLICY.replace("other", "othr"));
      Await.until(() -> process.err().contains("did you mean 'other'?"));
      assertThat(process.err())
          .contains("policy file is refused, the one before stays", "limits.yaml:");
      assertThat(Http.get(url, key).field("X-RateLimit-Limit")).isEqualTo("200");
      assertThat(Http.get(serving.group(2) + "/readyz").status()).isEqualTo(200);
    }
  }

  @Test
  void serve_changedPolicyTooFastForTheHour_staysAsItWas() throws Exception {
    try (TallygateProcess process = serve("--hour", "1s")) {
      serving(process);

      Files.writeString(
          folder.resolve("limits.yaml"),
          POLICY.replace("100/hour", "20,000/hour smooth, burst 10"));
      Await.until(() -> process.err().contains("hour=2s is long enough for it"));
      assertThat(process.err())
          .contains("WARN")
          .contains("policy file is refused, the one before stays: cause=hour must be long enough")
          .doesNotContain("ERROR", "policy has changed");
    }
  }

  @Test
  void serve_portInUse_failsInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TallygateProcess process =
            serve("--bind", "127.0.0.1", "--port", Integer.toString(taken.getLocalPort()))) {
      Run run = process.end();

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .isEqualTo("tallygate: port is in use: port=" + taken.getLocalPort() + "\n");
    }
  }

  @Test
  void serve_adminPortInUse_failsInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TallygateProcess process = serve("--admin-port", Integer.toString(taken.getLocalPort()))) {
      Run run = process.end();

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .isEqualTo("tallygate: port is in use: admin-port=" + taken.getLocalPort() + "\n");
    }
  }
}
