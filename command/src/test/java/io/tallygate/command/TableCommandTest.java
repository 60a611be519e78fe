package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.storage.TableConfig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class TableCommandTest {

  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void open() {
    cli = Cli.in(folder);
  }

  private Path file() {
    return folder.resolve("c.tally");
  }

  /** A file with three counters: of a fixed window, a bucket, and calls in flight. */
  private void write() {
    LimiterConfig config =
        LimiterConfig.DEFAULT
            .withCounters(820)
            .withTicker(cli.ticker())
            .withFile(new TableConfig(file(), TableConfig.NEVER, TableConfig.OnLost.ALLOW));
    List<Limit> limits =
        List.of(
            new Limit("all", 100, Duration.ofHours(1)),
            Limit.smooth("smooth", 60, Duration.ofMinutes(1), 20),
            Limit.inFlight("flying", 10));
    try (Limiter limiter = new Limiter(config)) {
      Group group = Group.of("all", limits, List.of(Endpoint.parse("GET /a")));
      LimitSet set = limiter.limits(group, WindowStart.FIRST_CALL);
      Caller caller = limiter.caller(Caller.Kind.KEY, "key_secret_name", List.of());
      Decision decision = new Decision();
      for (int i = 0; i < 5; i++) {
        limiter.decide(Call.of(caller, set), decision);
      }
    }
  }

  @Test
  void check_wholeFile_saysSo() {
    write();
    Run run = cli.run("table", "check", "c.tally");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            file      c.tally: 36864 bytes, 8 pages
            state     clean: it was closed, nothing is lost
            counters  3 live, room for 820
            synced    never
            time      2026-11-24T05:00:00Z
            denied    none
            verdict   whole
            """);
    assertThat(run.exitCode()).isZero();
    JsonNode json = Json.MAPPER.readTree(cli.run("table", "check", "--json", "c.tally").out());
    assertThat(json.get("whole").asBoolean()).isTrue();
    assertThat(json.get("state").asString()).isEqualTo("clean");
    assertThat(json.get("live").asInt()).isEqualTo(3);
    assertThat(json.at("/pages/all").asInt()).isEqualTo(8);
  }

  @Test
  void check_lostAndForeignPages_failsAndSaysBoth() throws IOException {
    write();
    try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
      bytes.seek(4_096);
      bytes.write(new byte[4_096]);
      bytes.seek(3 * 4_096 - 24);
      bytes.writeLong(1);
    }
    Run run = cli.run("table", "check", "c.tally");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "verdict   damaged: 1 pages were lost with the machine; the next start makes them anew;"
                + " 1 pages are not its own; move the file away");
    assertThat(cli.run("table", "check", "--json", "c.tally").exitCode()).isEqualTo(1);
  }

  @Test
  void dump_counters_areRowsWithoutASecret() throws IOException {
    write();
    Run run = cli.run("table", "dump", "c.tally");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("ID  ");
    assertThat(run.out())
        .containsPattern("\n[0-9a-f]{32}  fixed-window           1h  2026-11-24T06:00:00Z +5\n")
        .containsPattern("\n[0-9a-f]{32}  smooth                 1m  2026-11-24T05:00:05Z +-\n")
        .containsPattern("\n[0-9a-f]{32}  in-flight              1h  - +5\n");
    byte[] secret = new byte[32];
    System.arraycopy(Files.readAllBytes(file()), 24, secret, 0, 32);
    Run json = cli.run("table", "dump", "c.tally", "--json");
    assertThat(Json.MAPPER.readTree(json.out())).hasSize(3);
    assertThat(json.out() + run.out())
        .doesNotContain("key_secret_name", HexFormat.of().formatHex(secret))
        .doesNotContain(new String(secret, StandardCharsets.ISO_8859_1));
  }

  @Test
  void dump_noCounters_isAnEmptyList() {
    new Limiter(LimiterConfig.DEFAULT.withCounters(16).withFile(TableConfig.of(file()))).close();
    assertThat(cli.run("table", "dump", "c.tally").out().lines()).hasSize(1);
    assertThat(Json.MAPPER.readTree(cli.run("table", "dump", "c.tally", "--json").out())).isEmpty();
  }

  @Test
  void resize_keepsTheCounters() {
    write();
    String before = cli.run("table", "dump", "c.tally").out();
    Run run = cli.run("table", "resize", "c.tally", "--counters", "50");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("resized  c.tally: room for 50 counters, 3 live ones kept\n");
    assertThat(cli.run("table", "dump", "c.tally").out().lines().sorted())
        .isEqualTo(before.lines().sorted().toList());
    assertThat(cli.run("table", "check", "c.tally").out()).contains("3 live, room for 50\n");
  }

  @Test
  void resize_manyCounters_tellsHowFarItIs() {
    new Limiter(LimiterConfig.DEFAULT.withCounters(900_000).withFile(TableConfig.of(file())))
        .close();
    Run run = cli.run("table", "resize", "c.tally", "--counters", "100");
    assertThat(run.err()).endsWith("tallygate: resizing: 100 %\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void resize_badNumber_isRefused() {
    write();
    Run few = cli.run("table", "resize", "c.tally", "--counters", "15");
    assertThat(few.exitCode()).isEqualTo(2);
    assertThat(few.err()).isEqualTo("tallygate: counters must be 16 to 50000000: counters=15\n");
    assertThat(cli.run("table", "resize", "c.tally", "--counters", "many").err())
        .isEqualTo("tallygate: counters must be a whole number: counters=many\n");
    Run none = cli.run("table", "resize", "c.tally");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("--counters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "dump", "resize --counters 100"})
  void anyOfThem_badFile_failsInOneLineWithTheWayOut(String command) throws IOException {
    Run none = run(command);
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).isEqualTo("tallygate: no such counter file: file=" + file() + "\n");
    assertThat(file()).doesNotExist();

    Files.writeString(file(), "a diary\n".repeat(2_000));
    Run foreign = run(command);
    assertThat(foreign.exitCode()).isEqualTo(1);
    assertThat(foreign.out()).isEmpty();
    assertThat(foreign.err())
        .isEqualTo(
            "tallygate: not a counter file: file="
                + file()
                + "; move it away, and a new one is made, which counts from 0\n");

    Files.delete(file());
    write();
    try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
      bytes.seek(8);
      bytes.write(2);
    }
    assertThat(run(command).err())
        .startsWith("tallygate: counter file is of another version: file=")
        .contains(" version=2, this is version 1; move it away");
  }

  private Run run(String command) {
    return cli.run(("table " + command + " c.tally").split(" "));
  }
}
