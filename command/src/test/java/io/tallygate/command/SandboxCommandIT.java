package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.webhooks.Secret;
import io.tallygate.webhooks.Signature;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox alone, what makes its media, and a receiver of its webhooks. */
@Timeout(120)
final class SandboxCommandIT {

  private static final int SCREEN_LINES = 5;

  @TempDir Path folder;

  private TallygateProcess start(String... more) throws Exception {
    List<String> line = new ArrayList<>(List.of("sandbox", "--port", "0"));
    line.addAll(List.of(more));
    return TallygateProcess.start(folder, line.toArray(String[]::new));
  }

  private Cli cli() {
    return new Cli(Map.of(), folder, Ticker.SYSTEM);
  }

  private static int post(String url, String key, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
  }

  @Test
  void sandbox_firstStart_makesAKeyThatOnlyItsOwnerReads_andNextStartTakesIt() throws Exception {
    String key;
    try (TallygateProcess process = start()) {
      List<String> screen = process.lines(SCREEN_LINES);
      assertThat(screen.get(0)).isEqualTo("It is not VideoGen and makes no AI media.");
      Path keys = folder.resolve("tallygate-sandbox").resolve("keys");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
          .isEqualTo("rw-------");
      key = Files.readString(keys).split(" ", -1)[0];
      String url = Cli.word(String.join("\n", screen), "sandbox");
      assertThat(url).startsWith("http://127.0.0.1:");
      assertThat(Http.get(url + "/v1/files", key).status()).isEqualTo(200);
      assertThat(Http.get(url + "/v1/files", key + "x").status()).isEqualTo(401);
      assertThat(post(url + "/v1/tools/generate-image", key, "{\"prompt\":\"a\"}")).isEqualTo(202);
      process.terminate();
      Run run = process.end();
      assertThat(run.exitCode()).isEqualTo(128 + 15);
      assertThat(run.err()).doesNotContain(key);
    }
    try (TallygateProcess process = start("--no-placeholders")) {
      String url = Cli.word(String.join("\n", process.lines(SCREEN_LINES)), "sandbox");
      assertThat(Http.get(url + "/v1/files", key).status()).isEqualTo(200);
      assertThat(post(url + "/v1/tools/generate-image", key, "{\"prompt\":\"a\"}")).isEqualTo(501);
      process.terminate();
      process.end();
    }
  }

  @Test
  void sandbox_portOrKeysWrong_isTold() throws Exception {
    assertThat(cli().run("sandbox", "--port", "70000").err())
        .isEqualTo("tallygate: port must be 0 to 65535: port=70000\n");
    Files.writeString(folder.resolve("bad"), "short\n");
    Run run = cli().run("sandbox", "--port", "0", "--keys", "bad");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("tallygate: " + folder.resolve("bad") + ":1: line must be KEY TEAM USER")
        .doesNotContain("short");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(cli().run("sandbox", "--port", port).err())
          .isEqualTo("tallygate: port cannot be had: port=" + port + "\n");
    }
  }

  @Test
  void engines_areListedForPeopleAndPrograms() {
    Run table = cli().run("sandbox", "engines");
    assertThat(table.out().lines().toList())
        .hasSize(11)
        .first()
        .asString()
        .matches("TOOL +ENGINE +VERSION");
    assertThat(Json.MAPPER.readTree(cli().run("sandbox", "engines", "--json").out()).get("items"))
        .hasSize(10);
  }

  @Test
  void listen_takesWhatIsSignedAndRefusesTheRest() throws Exception {
    Secret secret = Secret.random(new SecureRandom());
    Files.writeString(folder.resolve("secret"), secret.text());
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (TallygateProcess process =
        TallygateProcess.start(
            folder,
            "sandbox",
            "listen",
            "--port",
            Integer.toString(port),
            "--secret-file",
            "secret",
            "--count",
            "1")) {
      long now = Ticker.SYSTEM.wallMicros() / 1_000_000;
      Await.until(
          () -> deliver(port, secret, now, new Texts("{}", "{\"a\":1}")) == 401); // tampered
      assertThat(deliver(port, secret, now - 400, new Texts("{}", "{}"))).isEqualTo(401); // too old
      assertThat(deliver(port, Secret.random(new SecureRandom()), now, new Texts("{}", "{}")))
          .isEqualTo(401);
      assertThat(deliver(port, secret, now, new Texts("{\"b\":2}", "{\"b\":2}"))).isEqualTo(200);

      Run run = process.end();

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).isEqualTo("{\"b\":2}");
      assertThat(run.err()).contains("a webhook was refused").doesNotContain(secret.text());
    }
  }

  /** What was signed, and what is sent. */
  private record Texts(String signed, String sent) {}

  private static int deliver(int port, Secret secret, long second, Texts texts) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .header("webhook-id", "msg_1")
            .header("webhook-timestamp", Long.toString(second))
            .header(
                "webhook-signature",
                Signature.of(
                    secret, "msg_1", second, texts.signed().getBytes(StandardCharsets.UTF_8)))
            .POST(BodyPublishers.ofString(texts.sent()))
            .build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
    } catch (ConnectException e) {
      return 0; // it has not begun
    }
  }
}
