package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tallygate.command.Cli.Run;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask a running server: who may, what goes wrong, and that nothing leaks. */
@Timeout(60)
final class RemoteCommandIT {

  private static final String UNKNOWN = "key_4mJx0Qb9TzLw";

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private final Lifetime lifetime = new Lifetime();
  private String gateway = "";
  private String admin = "";
  private String token = "";

  @BeforeEach
  void start() throws IOException {
    Map<Setting, String> given =
        Map.of(
            Setting.PORT, "0",
            Setting.ADMIN_PORT, "0",
            Setting.DATA, "tallygate-data");
    String screen = new Demo(beside().surroundings(), lifetime, note -> {}).start(given);
    gateway = Cli.word(screen, "gateway");
    admin = Cli.word(screen, "admin");
    token = Files.readString(folder.resolve("tallygate-data").resolve("admin-token")).strip();
  }

  @AfterEach
  void stop() {
    lifetime.close();
  }

  private Cli beside() {
    return new Cli(Map.of(), folder, Ticker.SYSTEM);
  }

  private Cli remote(String url, String secret) {
    return new Cli(
        Map.of("TALLYGATE_ADMIN_URL", url, "TALLYGATE_ADMIN_TOKEN", secret),
        elsewhere,
        Ticker.SYSTEM);
  }

  private static void assertFails(Run run, int exitCode, String err) {
    assertThat(run.err()).isEqualTo("tallygate: " + err + "\n");
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void anyError_isToldAsBesideTheDatabase() {
    Cli there = remote(admin, token);
    for (String line :
        new String[] {
          "key show " + UNKNOWN,
          "key rename " + UNKNOWN + " x",
          "key create --name x --owner own_4mJx0Qb9TzLw",
          "key create --name x --plan none",
          "plan show none",
          "limit set " + UNKNOWN + " files 5/hour",
          "limit set " + UNKNOWN + " files 0/hour",
          "limit set " + UNKNOWN + " files 5/minute",
          "limit explain " + UNKNOWN + " files",
          "token revoke tok_4mJx0Qb9TzLw",
          "token create --name x --role read --expires 2020-01-01",
          "owner show own_4mJx0Qb9TzLw"
        }) {
      Run here = beside().run(line.split(" ", -1));
      Run run = there.run(line.split(" ", -1));

      assertThat(run).as(line).isEqualTo(here);
      assertThat(here.exitCode()).as(line).isNotZero();
    }
  }

  @Test
  void token_missingMistypedUnknownOrRevoked_isTold() {
    assertFails(
        new Cli(Map.of("TALLYGATE_ADMIN_URL", admin), elsewhere, Ticker.SYSTEM).run("key", "list"),
        2,
        "admin token is not set; give --admin-token-file FILE, or set TALLYGATE_ADMIN_TOKEN");
    String mistyped = token.substring(0, token.length() - 1) + (token.endsWith("x") ? "y" : "x");
    assertFails(
        remote(admin, mistyped).run("key", "list"),
        2,
        "admin token must be %s and 36 letters or digits; what was given is mistyped, or no admin"
                .formatted(token.substring(0, token.length() - 36))
            + " token");
    Run made = remote(admin, token).run("token", "create", "--name", "other", "--role", "admin");
    remote(admin, token).run("token", "revoke", Cli.word(made.out(), "id"));
    assertFails(
        remote(admin, Cli.word(made.out(), "token")).run("key", "list"),
        1,
        "admin api refused: token must be known, not revoked and not expired: url=%s status=401"
            .formatted(admin));
  }

  @Test
  void role_tooLow_isRefusedByTheServer() {
    Run made = remote(admin, token).run("token", "create", "--name", "eyes", "--role", "read");
    Cli reader = remote(admin, Cli.word(made.out(), "token"));

    assertThat(reader.run("key", "list").exitCode()).isZero();
    assertFails(
        reader.run("key", "create", "--name", "x"),
        1,
        "admin api refused: token must have the role operate: role=read: url=%s status=403"
            .formatted(admin));
    assertThat(beside().run("key", "list", "x", "--json").out()).contains("\"items\" : [ ]");
  }

  @Test
  void tokenFile_isRead_unlessOthersMay() throws IOException {
    Path file = Files.writeString(elsewhere.resolve("token"), token + "\n");
    Cli cli = new Cli(Map.of(), elsewhere, Ticker.SYSTEM);
    String[] line = {"key", "list", "--admin-url", admin, "--admin-token-file", file.toString()};

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(cli.run(line).exitCode()).isZero();

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertFails(
        cli.run(line),
        2,
        "admin-token-file must not be open to others; `chmod 600` it: admin-token-file=" + file);
  }

  @Test
  void server_awayOrAnother_isTold() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    String nobody = "http://127.0.0.1:" + free;
    assertFails(
        remote(nobody, token).run("key", "list"),
        1,
        "admin api cannot be reached: url=%s cause=java.net.ConnectException".formatted(nobody));
    assertFails(
        remote(gateway, token).run("key", "list"),
        1,
        "no admin api answers there; admin-url must be a server's admin port: url=%s status=401"
            .formatted(gateway));
  }

  @Test
  void answers_thatNoServerOfOursGives_areRefused() throws IOException {
    try (Stub other = new Stub(200, "{}", "")) {
      for (Stub.Answer answer :
          new Stub.Answer[] {
            new Stub.Answer(302, "", other.url()),
            new Stub.Answer(200, "<html>", ""),
            new Stub.Answer(200, "{}", ""),
            new Stub.Answer(200, "{\"items\":[{\"id\":7}],\"next\":null}", ""),
            new Stub.Answer(500, "{\"message\":\"no\"}", ""),
          }) {
        try (Stub stub = new Stub(answer.status(), answer.body(), answer.location())) {
          assertFails(
              remote(stub.url(), token).run("key", "list"),
              1,
              "no admin api answers there; admin-url must be a server's admin port: url=%s"
                      .formatted(stub.url())
                  + " status="
                  + answer.status());
        }
      }
      assertThat(other.requests()).isEmpty(); // so the token went nowhere else
    }
    try (Stub endless = new Stub(200, " ".repeat(17 << 20), "")) {
      assertThat(remote(endless.url(), token).run("key", "list").err())
          .contains("answer has more than 16777216 bytes");
    }
  }

  /** The first answer is lost on its way; the command asks again, and one key is made. */
  @Test
  void create_answerLost_makesOneKey() throws Exception {
    try (LostAnswers between = new LostAnswers(admin, 1)) {
      Run run = remote(between.url(), token).run("key", "create", "--name", "once");

      assertThat(run.err()).isEmpty();
      assertThat(between.lost()).isEqualTo(1);
      String key = Cli.word(run.out(), "key");
      Await.until(() -> Http.get(gateway + "/v1/files", key).status() == 200);
      assertThat(beside().run("key", "list", "once", "--json").out()).containsOnlyOnce("\"id\"");
    }
  }

  /** A server that gives one answer to all. */
  private static final class Stub implements AutoCloseable {

    private record Answer(int status, String body, String location) {}

    private final HttpServer server;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();

    Stub(int status, String body, String location) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            requests.add(exchange.getRequestURI().toString());
            if (!location.isEmpty()) {
              exchange.getResponseHeaders().set("Location", location);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Queue<String> requests() {
      return requests;
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
