package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.command.Cli.Run;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoIT {

  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();
  private Lifetime lifetime;

  @BeforeEach
  void begin() {
    lifetime = new Lifetime();
  }

  @AfterEach
  void end() {
    lifetime.close();
  }

  /** The seven lines of the screen, by the word that each begins with. */
  private record Screen(String gateway, String admin, String page, String data, String key) {

    static Screen of(String text) {
      assertThat(text)
          .matches(
              "gateway  http://127\\.0\\.0\\.1:\\d+     an hour lasts 20 s here\n"
                  + "admin    http://127\\.0\\.0\\.1:\\d+\n"
                  + "page     http://127\\.0\\.0\\.1:\\d+/docs/rate-limits\n"
                  + "play     http://127\\.0\\.0\\.1:\\d+/#key=vg_key_[0-9A-Za-z]{36}\n"
                  + "data     /.+\n"
                  + "key      vg_key_[0-9A-Za-z]{36}\n"
                  + "try      curl -i -H \"Authorization: Bearer vg_key_[0-9A-Za-z]{36}\""
                  + " http://127\\.0\\.0\\.1:\\d+/v1/files\n");
      String[] lines = text.split("\n", -1);
      return new Screen(
          lines[0].split(" +", -1)[1],
          lines[1].split(" +", -1)[1],
          lines[2].split(" +", -1)[1],
          lines[4].split(" +", -1)[1],
          lines[5].split(" +", -1)[1]);
    }
  }

  private Screen start(Map<Setting, String> given) throws IOException {
    Surroundings surroundings = new Surroundings(Map.of(), folder, Ticker.SYSTEM, "tester");
    return Screen.of(new Demo(surroundings, lifetime, notes::add).start(given));
  }

  private Screen start() throws IOException {
    return start(Map.of(Setting.HOUR, "20s", Setting.PORT, "0", Setting.ADMIN_PORT, "0"));
  }

  @Test
  void start_screen_isAllThatIsNeeded() throws Exception {
    Screen screen = start();

    Http answer = Http.get(screen.gateway() + "/v1/files", screen.key());
    assertThat(answer.status()).isEqualTo(200);
    String limit = Objects.requireNonNull(answer.field("X-RateLimit-Limit"));
    assertThat(answer.field("X-RateLimit-Remaining"))
        .isEqualTo(Long.toString(Long.parseLong(limit) - 1));
    assertThat(answer.field("RateLimit-Policy")).contains("q=" + limit + ";w=20;");
    assertThat(Http.get(screen.admin() + "/readyz").status()).isEqualTo(200);
    assertThat(Http.get(screen.page()).body())
        .startsWith("<!DOCTYPE html>")
        .contains("50,000 requests/20 seconds");
    assertThat(notes).isEmpty();
  }

  @Test
  void start_sandbox_knowsTheKeyAndShowsNeitherItNorTheProof() throws Exception {
    Screen screen = start();
    String proof = Files.readString(Path.of(screen.data(), "proof")).strip();

    Http answer = Http.get(screen.gateway() + "/v1/files", screen.key());

    assertThat(answer.json().at("/files").isArray()).isTrue();
    assertThat(answer.body()).doesNotContain(proof, screen.key());
    assertThat(answer.fields().toString()).doesNotContain(proof, screen.key());
  }

  @Test
  void start_portsInUse_takesTheNextFreeAndSaysSo() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket port = new ServerSocket(0, 1, loopback);
        ServerSocket adminPort = new ServerSocket(0, 1, loopback)) {
      Screen screen =
          start(
              Map.of(
                  Setting.HOUR, "20s",
                  Setting.PORT, Integer.toString(port.getLocalPort()),
                  Setting.ADMIN_PORT, Integer.toString(adminPort.getLocalPort())));

      assertThat(Http.get(screen.gateway() + "/v1/files", screen.key()).status()).isEqualTo(200);
      assertThat(notes)
          .containsExactly(
              "port is in use, took the next free one: port=%s taken=%s"
                  .formatted(port.getLocalPort(), screen.gateway().split(":", -1)[2]),
              "port is in use, took the next free one: admin-port=%s taken=%s"
                  .formatted(adminPort.getLocalPort(), screen.admin().split(":", -1)[2]));
    }
  }

  @Test
  void end_temporaryData_isDeleted() throws Exception {
    Screen screen = start();
    assertThat(Path.of(screen.data())).isDirectory();

    lifetime.close();

    assertThat(Path.of(screen.data())).doesNotExist();
    assertThatThrownBy(() -> Http.get(screen.gateway() + "/v1/files", screen.key()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void end_dataThatWasNamed_isKept() throws Exception {
    Screen screen =
        start(
            Map.of(
                Setting.HOUR, "20s",
                Setting.PORT, "0",
                Setting.ADMIN_PORT, "0",
                Setting.DATA, "kept"));

    lifetime.close();

    assertThat(screen.data()).isEqualTo(folder.resolve("kept").toString());
    assertThat(folder.resolve("kept/tallygate.db")).exists();
  }

  @Test
  void start_portOutOfRange_makesNothing() {
    assertThatThrownBy(() -> start(Map.of(Setting.PORT, "70000", Setting.DATA, "none")))
        .hasMessage("port must be 0 to 65535: port=70000");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void commands_onTheDemosData_areInForceWithin250Millis() throws Exception {
    Screen screen = start();
    String files = screen.gateway() + "/v1/files";
    Cli cli = new Cli(Map.of(), folder, Ticker.SYSTEM);
    String id = id(cli.run("key", "list", "--data", screen.data(), "--json"));
    assertThat(Http.get(files, screen.key()).status()).isEqualTo(200);

    List<Duration> seen = new ArrayList<>();
    for (int count = 70_001; count <= 70_009; count++) {
      String limit = Integer.toString(count);
      cli.run("limit", "set", id, "files", limit + "/hour", "--data", screen.data());
      seen.add(
          Await.until(
              () -> limit.equals(Http.get(files, screen.key()).field("X-RateLimit-Limit"))));
    }
    Collections.sort(seen);
    // Of a machine that does much else, the middle one tells the truth.
    assertThat(seen.get(4)).as("of %s", seen).isLessThanOrEqualTo(Duration.ofMillis(250));

    Run created = cli.run("key", "create", "--name", "x", "--data", screen.data(), "--json");
    String second = Json.MAPPER.readTree(created.out()).get("key").asString();
    Await.until(() -> Http.get(files, second).status() == 200);

    cli.run("key", "revoke", id, "--data", screen.data());
    Await.until(() -> Http.get(files, screen.key()).status() == 401);
  }

  @Test
  void drain_runningServer_usesTheWindowUp() throws Exception {
    Screen screen = start();
    Cli cli = new Cli(Map.of(), folder, Ticker.SYSTEM);
    String id = id(cli.run("key", "list", "--data", screen.data(), "--json"));

    Run run = cli.run("limit", "drain", id, "webhooks-create", "--data", screen.data());

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).matches("drained  webhooks-create of " + id + ", [1-9]\\d* used up\n");
    Http answer =
        Http.call(
            "POST",
            screen.gateway() + "/v1/webhooks/endpoints",
            Map.of("Authorization", "Bearer " + screen.key()));
    assertThat(answer.status()).isEqualTo(429);
    assertThat(run.out()).contains(", " + answer.field("X-RateLimit-Limit") + " used up");
    assertThat(answer.field("X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(Http.get(screen.gateway() + "/v1/files", screen.key()).status()).isEqualTo(200);
  }

  @Test
  void process_terminated_hasPrintedSevenLinesAndLeavesNothing() throws Exception {
    try (TallygateProcess demo =
        TallygateProcess.start(
            folder, "demo", "--hour", "20s", "--port", "0", "--admin-port", "0")) {
      Screen screen = Screen.of(String.join("\n", demo.lines(7)) + "\n");
      assertThat(Http.get(screen.gateway() + "/v1/files", screen.key()).status()).isEqualTo(200);

      demo.terminate();
      Run run = demo.end();

      assertThat(run.out()).isEmpty();
      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isEqualTo(128 + 15);
      assertThat(Path.of(screen.data())).doesNotExist();
    }
  }

  private static String id(Run run) {
    return Json.MAPPER.readTree(run.out()).get("items").get(0).get("id").asString();
  }
}
