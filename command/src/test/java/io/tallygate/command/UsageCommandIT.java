package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tallygate usage} and {@code top} after real calls, beside the database and from afar. */
@Timeout(120)
final class UsageCommandIT {

  private static final int CALLS = 12; // ten a hour are admitted
  private static final String PATH = "/v1/webhooks/endpoints/none";

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private Lifetime lifetime = new Lifetime();
  private String gateway = "";
  private String admin = "";
  private String token = "";
  private String key = "";
  private String id = "";

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
    key = Cli.word(screen, "key");
    String keys = beside().run("key", "list").out();
    id = keys.lines().filter(line -> line.startsWith("key_")).findFirst().orElseThrow();
    id = id.substring(0, id.indexOf(' '));
  }

  @AfterEach
  void stop() {
    lifetime.close();
  }

  private Cli beside() {
    return new Cli(Map.of(), folder, Ticker.SYSTEM);
  }

  private Cli afar() {
    return new Cli(
        Map.of("TALLYGATE_ADMIN_URL", admin, "TALLYGATE_ADMIN_TOKEN", token),
        elsewhere,
        Ticker.SYSTEM);
  }

  private static String done(Run run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return run.out();
  }

  private int status() throws IOException {
    return Http.call("DELETE", gateway + PATH, Map.of("Authorization", "Bearer " + key)).status();
  }

  private void call() throws Exception {
    for (int i = 0; i < CALLS; i++) {
      assertThat(status() == 429).isEqualTo(i >= 10);
    }
    Await.until(() -> done(afar().run("top", "--once")).contains(id + "       12\n"));
  }

  @Test
  void top_afterCalls_showsThemAsTextAndJson() throws Exception {
    call();

    String screen = done(afar().run("top"));
    assertThat(screen)
        .contains("admitted 10  refused 2  failed 0\n")
        .containsPattern("webhooks-delete +- +- +10 +2 +0\n")
        .containsPattern(id + " +webhooks-delete +10 +10 +0 +");
    var json = Json.MAPPER.readTree(done(afar().run("top", "--json")));
    assertThat(json.at("/heaviest/0/key").asString()).isEqualTo(id);
    assertThat(json.at("/heaviest/0/calls").asInt()).isEqualTo(CALLS);
    assertThat(json.at("/nearest/0/remaining").asInt()).isZero();
    assertThat(screen + json).doesNotContain(key).doesNotContain(token);
  }

  @Test
  void now_afterCalls_showsWhatIsLeftAndTheRefusals() throws Exception {
    call();

    String table = done(afar().run("usage", id, "--now"));
    assertThat(table)
        .containsPattern("webhooks-delete +webhooks-delete +10 +10 +0 +\\S+ +10 +2\n")
        .contains("  DELETE  /v1/webhooks/endpoints/{id}  webhooks-delete  rate_limited\n")
        .doesNotContain("none");
    var json = Json.MAPPER.readTree(done(afar().run("usage", id, "--now", "--json")));
    assertThat(json.get("refusals").size()).isEqualTo(2);
    assertThat(afar().run("usage", "key_000000000000", "--now"))
        .isEqualTo(new Run(1, "", "tallygate: no such key: id=key_000000000000\n"));
  }

  @Test
  void history_afterTheServerStopped_isTheSameBesideAndWasFromAfar() throws Exception {
    call();
    lifetime.close();
    String row = id + ",webhooks-delete,";

    String csv = done(beside().run("usage", "--csv"));
    assertThat(csv).startsWith("key,group,start,admitted,refused,failed\r\n" + row);
    assertThat(csv).endsWith(",10,2,0\r\n");
    String sums = done(beside().run("usage", "--sum"));
    assertThat(sums).containsPattern("webhooks-delete +10 +2 +0\n");
    String minutes = done(beside().run("usage", id, "--by", "minute", "--json"));
    assertThat(Json.MAPPER.readTree(minutes).at("/items/0/refused").asInt()).isPositive();
    assertThat(done(beside().run("usage", "--group", "files"))).hasLineCount(1);

    lifetime = new Lifetime();
    start();
    for (String line : new String[] {"usage", "usage --sum", "usage --csv", "usage --json"}) {
      String[] words = (line + " --from 2026-01-01").split(" ", -1);
      assertThat(done(afar().run(words))).as(line).isEqualTo(done(beside().run(words)));
    }
  }

  @Test
  void arguments_wrong_areTold() {
    assertTold("--now needs a KEY, and goes with --json alone", "usage", "--now");
    assertTold("by must be hour or minute: by=day", "usage", "--by", "day");
    assertTold("--csv goes with neither --sum nor --json", "usage", "--csv", "--sum");
    assertTold("every must be 200ms to 1h: every=100ms", "top", "--every", "100ms");
    assertTold("most must be 1 to 100: most=101", "top", "--most", "101");
  }

  private void assertTold(String message, String... args) {
    assertThat(afar().run(args)).isEqualTo(new Run(2, "", "tallygate: " + message + "\n"));
  }

  @Test
  void shown_controls_areHarmless() {
    assertThat(UsageText.shown("a\u001b[2Jb\r\n\u202ec\u0007")).isEqualTo("a?[2Jb???c?");
  }
}
