package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a restart of the gateway keeps, and what it says of it. */
@Timeout(300)
final class RestartIT {

  private static final String FILES = "/v1/files";
  private static final int PAGE = 4_096;

  private static final String POLICY =
      """
      groups:
        files:
          limit: 1000/hour
          endpoints:
            - GET /v1/files
      other: 1000/hour
      key-prefix: tst_
      """;

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

  private Server start(String... more) throws Exception {
    return Server.start(folder, echo, more);
  }

  private Path file() {
    return folder.resolve("tallygate-data/counters.tally");
  }

  private Run table(String... args) {
    return new Cli(Map.of(), folder, Ticker.SYSTEM).run(args);
  }

  @Test
  void killed_startsAgain_countsOn() throws Exception {
    String key = Server.createKey(folder, "x");
    long last;
    try (Server server = start("--counters", "1000")) {
      assertThat(server.log())
          .contains("counters: max=1000 memory=0.0MiB in=")
          .contains("counters.tally found=new");
      server.remaining(FILES, key);
      last = server.remaining(FILES, key);
      assertThat(last).isEqualTo(998);
      server.kill();
    }
    try (Server server = start("--counters", "1000")) {
      assertThat(server.log())
          .contains("found=process-death: the process was killed, nothing is lost");
      assertThat(server.remaining(FILES, key)).isEqualTo(last - 1);
      assertThat(Http.get(server.admin() + "/metrics").body())
          .contains("tallygate_counters_found{case=\"process_death\"} 1")
          .contains("tallygate_counters_pages_lost 0")
          .contains("tallygate_counters_sync_failing 0")
          .contains("tallygate_counters_max 1000");
    }
  }

  /** What the others would see if counters were not kept: so they can fail. */
  @Test
  void killed_countersInMemory_countsAreLost() throws Exception {
    String key = Server.createKey(folder, "x");
    try (Server server = start("--counters-in", "memory")) {
      assertThat(server.log()).contains("in=memory found=nothing, and at the end");
      server.remaining(FILES, key);
      assertThat(server.remaining(FILES, key)).isEqualTo(998);
      server.kill();
    }
    try (Server server = start("--counters-in", "memory")) {
      assertThat(server.remaining(FILES, key)).isEqualTo(999);
      assertThat(Http.get(server.admin() + "/metrics").body())
          .contains("tallygate_counters_found{case=\"memory\"} 1");
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void stopped_startsAgainWithOtherCounters_keepsTheFilesAndSaysSo() throws Exception {
    String key = Server.createKey(folder, "x");
    try (Server server = start("--counters", "1000")) {
      server.remaining(FILES, key);
      server.stop();
    }
    try (Server server = start("--counters", "2000", "--sync", "never", "--on-lost", "deny")) {
      assertThat(server.log())
          .contains("counters: max=1000 ", "found=clean: nothing is lost")
          .contains("counters=2000 is not taken, for the file has room for 1000: `tallygate table")
          .contains("--counters 2000` changes that while no server uses it");
      server.stop();
    }
    Run resize =
        table("table", "resize", "tallygate-data/counters.tally", "--counters", "2000", "--json");
    assertThat(resize.err()).isEmpty();
    assertThat(resize.out()).contains("\"counters\" : 2000", "\"kept\" : 1");
    try (Server server = start("--counters", "2000")) {
      assertThat(server.log()).contains("counters: max=2000 ").doesNotContain("is not taken");
      assertThat(server.remaining(FILES, key)).isEqualTo(998);
    }
  }

  @Test
  void serving_fileIsRefusedToOthersButForReading() throws Exception {
    String key = Server.createKey(folder, "x");
    try (Server server = start("--counters", "1000");
        TallygateProcess second = Server.launch(folder, echo)) {
      server.remaining(FILES, key);
      Run refused = second.end();
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err())
          .contains("tallygate: counter file is in use by another process: file=")
          .contains("give each its own, for counters are not shared")
          .doesNotContain("serving:", "Exception");

      Run check = table("table", "check", "tallygate-data/counters.tally");
      assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
      assertThat(check.out())
          .contains("state     in-use: a process counts in it")
          .contains("counters  1 live, room for 1000")
          .contains("verdict   whole");
      Run dump = table("table", "dump", "tallygate-data/counters.tally", "--json");
      assertThat(Json.MAPPER.readTree(dump.out())).hasSize(1);
      Run resize = table("table", "resize", "tallygate-data/counters.tally", "--counters", "2000");
      assertThat(resize.exitCode()).isEqualTo(1);
      assertThat(resize.err()).contains("tallygate: counter file is in use by another process");
      assertThat(server.remaining(FILES, key)).as("it goes on counting").isEqualTo(998);
    }
  }

  @Test
  void machineDied_saysSinceWhenAndHowManyPages() throws Exception {
    String key = Server.createKey(folder, "x");
    try (Server server = start("--counters", "1000")) {
      server.remaining(FILES, key);
      server.kill();
    }
    asAfterAnotherBoot();
    Run check = table("table", "check", "tallygate-data/counters.tally");
    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.out())
        .contains("state     machine-death: the machine died")
        .contains("verdict   damaged: 1 pages were lost with the machine; the next start makes");
    Run resize = table("table", "resize", "tallygate-data/counters.tally", "--counters", "2000");
    assertThat(resize.err())
        .contains("counter file was not closed before the machine died: file=")
        .contains("start and stop the server with it once, then resize it");

    try (Server server = start("--counters", "1000", "--on-lost", "deny")) {
      assertThat(server.log())
          .containsPattern("WARN.* found=machine-death: what was counted")
          .containsPattern("lostPages=1 of up to 127 counters each, their calls are denied until ");
      assertThat(Http.get(server.admin() + "/metrics").body())
          .contains("tallygate_counters_found{case=\"machine_death\"} 1")
          .contains("tallygate_counters_pages_lost 1");
      server.stop();
    }
    assertThat(table("table", "check", "tallygate-data/counters.tally").out())
        .contains("verdict   whole, with 1 lost pages that were made anew")
        .contains("denied    calls of lost counters, until ");
  }

  /** Another boot's number in the header, and zeros for the first page. */
  private void asAfterAnotherBoot() throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
      for (int block : new int[] {512, 1_024}) {
        byte[] run = new byte[64];
        bytes.seek(block);
        bytes.readFully(run);
        run[16] ^= 1;
        CRC32 sum = new CRC32();
        sum.update(run);
        bytes.seek(block);
        bytes.write(run);
        bytes.write(
            ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(sum.getValue() + 1)
                .array());
      }
      bytes.seek(PAGE);
      bytes.write(new byte[PAGE]);
    }
  }

  @Test
  void foreignFileInItsPlace_failsInOneLineWithTheWayOut() throws Exception {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "somebody's diary\n".repeat(1_000));
    try (TallygateProcess process = Server.launch(folder, echo)) {
      Run run = process.end();
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .contains("tallygate: not a counter file: file=")
          .contains("; move it away, and a new one is made, which counts from 0\n")
          .doesNotContain("serving:", "Exception");
    }
  }

  @Test
  void noRoomForCounters_isSaidInTheLogAndCounted() throws Exception {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      keys.add(Server.createKey(folder, "k" + i));
    }
    try (Server server = start("--counters", "16")) {
      int refused = 0;
      for (String key : keys) {
        refused += Http.get(server.url(FILES), key).status() == 503 ? 1 : 0;
      }
      assertThat(refused).isBetween(30 - 20, 30 - 16); // 20 slots, of which 16 are for sure
      Await.until(() -> server.log().contains("no room for counters: calls="));
      assertThat(server.log().split("no room for counters", -1)).hasSizeLessThan(4);
      assertThat(Http.get(server.admin() + "/metrics").body())
          .containsPattern("tallygate_counters_full_total [1-9]");
    }
  }
}
