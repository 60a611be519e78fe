package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code tallygate policy try} after real calls, as the guide has it; and what goes wrong. */
@Timeout(120)
final class PolicyTryIT {

  private static final Path GUIDE = Path.of("..", "docs", "guide", "policy.md");

  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```console\\n\\$ \\./tallygate (policy try [^\\n]*)\\n(.*?)^```$");

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private EchoUpstream echo;

  @BeforeEach
  void save() throws IOException {
    echo = EchoUpstream.start();
    saveOfGuide("limits.yaml");
    saveOfGuide("edited.yaml");
    Files.copy(folder.resolve("edited.yaml"), elsewhere.resolve("edited.yaml"));
  }

  @AfterEach
  void stop() {
    echo.close();
  }

  private void saveOfGuide(String name) throws IOException {
    Matcher saved =
        Pattern.compile(
                "(?ms)Save\\s+this as `" + Pattern.quote(name) + "`:\\n\\n```yaml\\n(.*?)^```$")
            .matcher(Files.readString(GUIDE));
    assertThat(saved.find()).as(name).isTrue();
    Files.writeString(folder.resolve(name), saved.group(1));
  }

  private Run beside(String... args) {
    return new Cli(Map.of(), folder, Ticker.SYSTEM).run(args);
  }

  private Run afar(Server server, String... args) throws IOException {
    String token = Files.readString(folder.resolve("tallygate-data/admin-token")).strip();
    Map<String, String> environment =
        Map.of("TALLYGATE_ADMIN_URL", server.admin(), "TALLYGATE_ADMIN_TOKEN", token);
    return new Cli(environment, elsewhere, Ticker.SYSTEM).run(args);
  }

  private static void assertFails(Run run, int exitCode, String err) {
    assertThat(run).isEqualTo(new Run(exitCode, "", "tallygate: " + err + "\n"));
  }

  private static void call(Server server, String key, String method, int times) throws IOException {
    Map<String, String> fields = Map.of("Authorization", "Bearer " + key);
    for (int i = 0; i < times; i++) {
      assertThat(Http.call(method, server.url("/v1/reports"), fields).status()).isEqualTo(200);
    }
  }

  /** As the guide has it: 30 reports of one key, 5 of another, three readings of a third. */
  private Server afterCalls() throws Exception {
    String big = Server.createKey(folder, "big");
    String small = Server.createKey(folder, "small");
    String reader = Server.createKey(folder, "reader");
    Server server = Server.start(folder, echo);
    call(server, big, "POST", 30);
    call(server, small, "POST", 5);
    call(server, reader, "GET", 3);
    Await.until(() -> recorded() == 38);
    return server;
  }

  private int recorded() {
    int calls = 0;
    JsonNode sums = Json.MAPPER.readTree(beside("usage", "--sum", "--json").out());
    for (JsonNode group : sums.path("items")) {
      calls += group.path("admitted").asInt();
    }
    return calls;
  }

  @Test
  void guide_afterItsCalls_showsWhatItShows() throws Exception {
    Matcher block = BLOCK.matcher(Files.readString(GUIDE));
    assertThat(block.find()).isTrue();
    String[] line = block.group(1).split(" ", -1);
    try (Server server = afterCalls()) {
      assertThat(beside(line)).isEqualTo(new Run(0, block.group(2), ""));

      Run there = afar(server, "policy", "try", "edited.yaml");
      assertThat(there).as("the server knows its policy").isEqualTo(new Run(0, block.group(2), ""));
      assertJson(server);
      assertTerms(server);
    }
  }

  private void assertJson(Server server) throws IOException {
    String[] line = {"policy", "try", "edited.yaml", "--json"};
    JsonNode told = Json.MAPPER.readTree(afar(server, line).out());
    assertThat(told.path("sentence").asString())
        .isEqualTo("at least 1, at most 1 callers would have been refused");
    assertThat(told.path("callers").asInt()).isEqualTo(3);
    assertThat(told.path("atLeast").asInt()).isEqualTo(1);
    assertThat(told.path("atMost").asInt()).isEqualTo(1);
    JsonNode reports = told.path("groups").path(0);
    assertThat(reports.path("group").asString()).isEqualTo("reports");
    assertThat(reports.path("callers").asInt()).isEqualTo(2);
    assertThat(reports.path("inFlight").asBoolean()).isFalse();
    assertThat(told.path("groups").size()).isEqualTo(3);
    assertThat(told.path("notes").size()).isZero();
    assertThat(told.path("from").asString()).endsWith(":00:00Z"); // in whole hours
  }

  private void assertTerms(Server server) throws IOException {
    Run before =
        afar(server, "policy", "try", "edited.yaml", "--from", "2026-01-01", "--to", "2026-01-31");
    assertThat(before.out()).startsWith("at least 0, at most 0 callers would have been refused\n");
    assertThat(before.out()).contains("(all)    0        0         0\n");
    String[] tooLong = {
      "policy", "try", "edited.yaml", "--from", "2026-01-01", "--to", "2026-06-30"
    };
    assertFails(
        afar(server, tooLong),
        2,
        "from and until must be at most 90 days apart: from=1767225600 until=1782864000");
  }

  @Test
  void nothingRecorded_isNobody() throws Exception {
    Server.createKey(folder, "idle");

    assertThat(beside("policy", "try", "edited.yaml", "--policy", "limits.yaml"))
        .isEqualTo(
            new Run(
                0,
                """
                at least 0, at most 0 callers would have been refused

                GROUP    CALLERS  AT LEAST  AT MOST
                reports  0        0         0
                reading  0        0         0
                other    0        0         0
                (all)    0        0         0
                """,
                ""));
  }

  /** What is asked, and what it fails with. */
  private static final String WRONG =
      """
      edited.yaml --policy limits.yaml -> 1
      tallygate: no tallygate.db here; `tallygate serve` or `tallygate key create` makes \
      one: data=./tallygate-data
      edited.yaml -> 2
      tallygate: policy is not set; give --policy FILE, the one under which usage was \
      recorded
      none.yaml --policy limits.yaml -> 1
      tallygate: no such file, and no policy of this name comes with Tallygate: \
      policy=none.yaml; known are videogen
      slips.yaml --policy limits.yaml -> 1
      tallygate: slips.yaml:1:1: other is missing, it limits what no group names: add a \
      line such as 'other: 1,000 requests/hour'
      tallygate: slips.yaml:3:5: endpoints is missing, a group counts the endpoints that \
      it lists: group=a
      tallygate: slips.yaml:3:12: unit must be second, minute, hour or day, or as in 30s, \
      15m, 6h, 7d: unit=huor group=a; did you mean 'hour'?
      videogen --policy limits.yaml -> 2
      tallygate: file must be a policy file to be edited: file=videogen
      edited.yaml --policy limits.yaml --from monday -> 2
      tallygate: from must be a date such as 2027-03-31 or 2027-03-31T18:00:00Z: \
      from=monday
      edited.yaml --policy limits.yaml --from 2026-02-01 --to 2026-01-01 -> 2
      tallygate: to must be later than from: from=2026-02-01T00:00:00Z to=2026-01-01
      """;

  @Test
  void arguments_wrong_areTold() throws Exception {
    Files.writeString(folder.resolve("slips.yaml"), "groups:\n  a:\n    limit: 5/huor\n");
    String base = "edited.yaml --policy limits.yaml";
    StringBuilder told = new StringBuilder();
    told.append(tell(base));
    Server.createKey(folder, "k");
    for (String line :
        List.of(
            "edited.yaml",
            "none.yaml --policy limits.yaml",
            "slips.yaml --policy limits.yaml",
            "videogen --policy limits.yaml",
            base + " --from monday",
            base + " --from 2026-02-01 --to 2026-01-01")) {
      told.append(tell(line));
    }

    assertThat(told.toString().replace(folder + "/", "")).isEqualTo(WRONG);
  }

  private String tell(String line) {
    Run run = beside(("policy try " + line).split(" ", -1));
    assertThat(run.out()).as(line).isEmpty();
    return "%s -> %d\n%s".formatted(line, run.exitCode(), run.err());
  }

  @Test
  void server_awayOrWithoutToken_isTold() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + free;
    Cli without = new Cli(Map.of("TALLYGATE_ADMIN_URL", url), elsewhere, Ticker.SYSTEM);
    assertFails(
        without.run("policy", "try", "edited.yaml"),
        2,
        "admin token is not set; give --admin-token-file FILE, or set TALLYGATE_ADMIN_TOKEN");
    Server.createKey(folder, "k");
    String token =
        Cli.word(beside("token", "create", "--name", "eyes", "--role", "read").out(), "token");
    assertFails(
        new Cli(
                Map.of("TALLYGATE_ADMIN_URL", url, "TALLYGATE_ADMIN_TOKEN", token),
                elsewhere,
                Ticker.SYSTEM)
            .run("policy", "try", "edited.yaml"),
        1,
        "admin api cannot be reached: url=%s cause=java.net.ConnectException".formatted(url));
  }
}
