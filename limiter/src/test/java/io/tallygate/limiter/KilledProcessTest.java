package io.tallygate.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.table.BrokenWords;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * C1: a process under load in four threads is killed, again and again. What is found afterwards is
 * all that was acknowledged, and at most what was under way beside it, counter by counter; and all
 * places in flight are free, for their calls ended with the process. The property {@code kills}
 * says how often; the default is a hundred times.
 */
final class KilledProcessTest {

  private static final int KILLS = Integer.getInteger("kills", 100);
  private static final int KILLS_OF_ONE_FILE = 10;
  private static final int LIMITS = LoadedProcess.LIMITS.size();

  @TempDir private Path folder;
  private final SplittableRandom random = new SplittableRandom(42);
  private final List<Process> spares = new ArrayList<>();
  private long decided;
  private long heldByTheKilled;

  @Test
  void recover_killedUnderLoad_hasAllThatWasAcknowledgedAndNoMoreThanWasUnderWay()
      throws Exception {
    List<String> findings = new ArrayList<>();
    long[][] found = new long[LoadedProcess.CALLERS][LIMITS];
    for (int kill = 0; kill < KILLS; kill++) {
      Path file = folder.resolve("counters-" + kill / KILLS_OF_ONE_FILE);
      if (kill % KILLS_OF_ONE_FILE == 0) {
        found = new long[LoadedProcess.CALLERS][LIMITS];
      }
      ByteBuffer notes = loadAndKill(kill, LoadedProcess.SOUND, file.toString());
      Path left = folder.resolve("left"); // the next process finds the file as this one left it
      Files.copy(file, left, StandardCopyOption.REPLACE_EXISTING);
      CounterFile.of(left, Ticker.SYSTEM).dump(this::addHeld);
      findings.addAll(compare(notes, left.toString(), found));
    }
    assertThat(findings).isEmpty();
    assertThat(decided).as("there was a load").isGreaterThan(KILLS * 1_000L);
    assertThat(heldByTheKilled).as("places that were taken").isGreaterThan(KILLS);
  }

  private void addHeld(CounterFile.Counter counter) {
    heldByTheKilled += counter.algorithm() == Algorithm.IN_FLIGHT ? counter.used().orElse(0) : 0;
  }

  /** What the test would say of a limiter that forgets. */
  @Test
  void recover_withoutAFile_isFoundToHaveLostWhatWasAcknowledged() throws Exception {
    ByteBuffer notes = loadAndKill(0, LoadedProcess.SOUND, "");
    assertThat(compare(notes, "", new long[LoadedProcess.CALLERS][LIMITS]))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding).contains("found=0"));
  }

  /** Tables that are broken on purpose are found to be. */
  @ParameterizedTest
  @EnumSource(BrokenWords.Fault.class)
  void recover_brokenTable_isFoundToBe(BrokenWords.Fault fault) throws Exception {
    List<String> findings = new ArrayList<>();
    for (int kill = 0; kill < 20 && findings.isEmpty(); kill++) {
      String file = folder.resolve("broken-" + kill).toString();
      ByteBuffer notes = loadAndKill(kill, fault.name(), file);
      findings.addAll(compare(notes, file, new long[LoadedProcess.CALLERS][LIMITS]));
    }
    assertThat(findings).isNotEmpty();
  }

  @AfterEach
  void endSpares() {
    spares.forEach(Process::destroyForcibly);
  }

  /** Runs the load for some hundredths of a second; what the process noted. */
  private ByteBuffer loadAndKill(int kill, String fault, String file) throws Exception {
    if (spares.isEmpty()) {
      spares.add(start());
    }
    Process process = spares.remove(0);
    spares.add(start()); // it warms up meanwhile
    Path notes = folder.resolve("notes-" + kill);
    try (OutputStream out = process.getOutputStream();
        BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      String line = String.join(" ", notes.toString(), fault, file) + "\n";
      out.write(line.getBytes(StandardCharsets.UTF_8));
      out.flush();
      assertThat(in.readLine()).isEqualTo("ready");
      ByteBuffer noted = LoadedProcess.notes(notes);
      while (process.isAlive() && !isLoaded(noted)) {
        process.waitFor(1, TimeUnit.MILLISECONDS);
      }
      process.waitFor(5 + random.nextInt(50), TimeUnit.MILLISECONDS);
      assertThat(process.isAlive()).isTrue();
      process.destroyForcibly().waitFor();
      return noted;
    }
  }

  private static boolean isLoaded(ByteBuffer notes) {
    long admitted = 0;
    for (int caller = 0; caller < LoadedProcess.CALLERS; caller++) {
      admitted += LoadedProcess.admitted(notes, 0, caller);
    }
    return admitted > 0;
  }

  private static Process start() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Limiter.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path tests = classes.resolveSibling("test-classes");
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-cp",
            classes + File.pathSeparator + tests,
            LoadedProcess.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /**
   * Opens what is left and compares each counter.
   *
   * @param found what was found before the load; what is found now is written there
   */
  private List<String> compare(ByteBuffer notes, String file, long[][] found) {
    List<String> findings = new ArrayList<>();
    if (LoadedProcess.crowded(notes) > 0) {
      findings.add("more under way at once than places: " + LoadedProcess.crowded(notes));
    }
    try (Limiter limiter = LoadedProcess.limiter(file)) {
      LimitSet limits = LoadedProcess.limits(limiter);
      for (int caller = 0; caller < LoadedProcess.CALLERS; caller++) {
        Decision decision = new Decision();
        limiter.decide(Call.peek(LoadedProcess.caller(limiter, caller), limits), decision);
        long admitted = 0;
        long begun = 0;
        for (int thread = 0; thread < LoadedProcess.THREADS; thread++) {
          admitted += LoadedProcess.admitted(notes, thread, caller);
          begun += LoadedProcess.begun(notes, thread, caller);
        }
        decided += admitted;
        for (int i = 0; i < LIMITS; i++) {
          long now = decision.count(i) - decision.remaining(i);
          if (now < found[caller][i] + admitted || now > found[caller][i] + begun) {
            findings.add(
                "caller=%s limit=%s before=%s acknowledged=%s begun=%s found=%s"
                    .formatted(caller, decision.name(i), found[caller][i], admitted, begun, now));
          }
          found[caller][i] = now;
        }
        findings.addAll(take(limiter, caller));
      }
    }
    return findings;
  }

  /** Takes all places of a caller that there are, and one more. */
  private static List<String> take(Limiter limiter, int caller) {
    Caller whose = LoadedProcess.caller(limiter, caller);
    Call call = Call.of(whose, LoadedProcess.places(limiter));
    int taken = 0;
    Decision decision = new Decision();
    for (int i = 0; i <= LoadedProcess.PLACES; i++) {
      limiter.decide(call, decision);
      taken += decision.isAdmitted() ? 1 : 0;
    }
    return taken == LoadedProcess.PLACES
        ? List.of()
        : List.of("caller=%s places=%s taken=%s".formatted(caller, LoadedProcess.PLACES, taken));
  }
}
