package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.sandbox.store.Execution;
import io.tallygate.sandbox.store.Execution.Progress;
import io.tallygate.sandbox.store.ExecutionTable;
import io.tallygate.sandbox.store.SandboxDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A sandbox that is killed loses no execution, and makes nothing twice. */
@Timeout(240)
final class KilledIT {

  private static final int KEYS = 20;
  private static final int EACH = Integer.getInteger("executions", 1_000) / KEYS;
  private static final int KILLS = 3;
  private static final int WORKERS = 2;
  private static final String SOUND = "generate-sound-effect";

  @TempDir Path folder;

  /** A sandbox in a process of its own. */
  private record Child(Process process, String address) {

    static Child start(Path folder) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Djava.awt.headless=true",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledIT.class.getName(),
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      BufferedReader lines = process.inputReader();
      String address = lines.readLine();
      while (address != null && !address.startsWith("http://")) {
        address = lines.readLine();
      }
      if (address == null) {
        throw new IllegalStateException("sandbox did not start");
      }
      return new Child(process, address);
    }

    Client client(int key) {
      return Client.withKey(address, "vg_key_number_" + key);
    }

    void kill() throws InterruptedException {
      process.toHandle().destroyForcibly();
      assertThat(process.waitFor()).isEqualTo(128 + 9);
    }
  }

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    SandboxConfig config =
        SandboxConfig.of(
            new SandboxConfig.Place(0, folder.resolve("data"), null),
            new SandboxConfig.KeysIn(folder.resolve("keys")));
    Sandbox sandbox =
        Sandbox.start(
            config.withLimits(config.limits().withWorkers(WORKERS)),
            TestMedia.all(),
            InstantSource.system());
    System.out.println(sandbox.address());
    LockSupport.park(sandbox);
  }

  @Test
  void killed_executions_noneLostNoneTwice() throws Exception {
    Files.writeString(
        folder.resolve("keys"),
        IntStream.range(0, KEYS)
            .mapToObj("vg_key_number_%1$s team_%1$s user_%1$s\n"::formatted)
            .collect(Collectors.joining()));
    Child child = Child.start(folder);
    Map<String, Integer> keyOf = submitAll(child);
    for (int i = 1; i <= KILLS; i++) {
      awaitDone(child, (KEYS - 1) * EACH * i / (KILLS + 1));
      child.kill();
      child = Child.start(folder);
    }
    awaitDone(child, keyOf.size());
    assertEachOnce(child, keyOf);
    child.kill();
    assertThat(waits()).isLessThanOrEqualTo(1.5);
  }

  /** Key by key, while nothing runs: in order of arrival the first would have all the luck. */
  private static Map<String, Integer> submitAll(Child child) {
    List<String> stuck = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      stuck.add(child.client(0).start(SOUND, "{\"prompt\":\"[stuck]\"}"));
      child.client(0).await(stuck.get(i), "running");
    }
    Map<String, Integer> keyOf = new HashMap<>();
    for (int key = 0; key < KEYS; key++) {
      for (int i = 0; i < EACH; i++) {
        String prompt = "{\"prompt\":\"sound [delay 5ms]\"}";
        keyOf.put(child.client(key).start(SOUND, prompt), key);
      }
    }
    stuck.forEach(id -> child.client(0).post("/v1/tools/executions/" + id + "/cancel", ""));
    return keyOf;
  }

  private static void awaitDone(Child child, int count) {
    while (IntStream.range(0, KEYS).map(key -> files(child, key).size()).sum() < count) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static JsonNode files(Child child, int key) {
    return child.client(key).get("/v1/files").json().get("files");
  }

  private static void assertEachOnce(Child child, Map<String, Integer> keyOf) {
    Set<String> results = new HashSet<>();
    keyOf.forEach(
        (id, key) -> {
          JsonNode execution = child.client(key).execution(id).json();
          assertThat(execution.get("status").asString()).isEqualTo("succeeded");
          assertThat(execution.get("results")).hasSize(1);
          results.add(execution.at("/results/0/fileId").asString());
        });
    assertThat(results).hasSameSizeAs(keyOf.keySet());
    List<String> listed = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      files(child, key).forEach(file -> listed.add(file.get("fileId").asString()));
    }
    assertThat(listed).hasSameSizeAs(keyOf.keySet()).containsAll(results);
  }

  /** The longest mean wait of a key divided by the shortest. */
  private double waits() {
    try (SandboxDatabase database =
        SandboxDatabase.open(folder.resolve("data").resolve("sandbox.db"))) {
      Map<String, Double> means =
          database.read(ExecutionTable::all).stream()
              .filter(it -> it.progress().state() == Execution.State.SUCCEEDED)
              .collect(
                  Collectors.groupingBy(
                      it -> it.member().team(),
                      Collectors.averagingDouble(it -> wait(it.progress()))));
      DoubleSummaryStatistics all =
          means.values().stream().collect(Collectors.summarizingDouble(it -> it));
      System.out.printf(
          "executions=%s keys=%s kills=%s longest wait/shortest=%.2f%n",
          KEYS * EACH, KEYS, KILLS, all.getMax() / all.getMin());
      return all.getMax() / all.getMin();
    }
  }

  private static double wait(Progress progress) {
    return progress.endedMillis() - progress.createdMillis();
  }
}
