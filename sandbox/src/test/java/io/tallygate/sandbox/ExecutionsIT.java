package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.sandbox.Client.Answer;
import io.tallygate.sandbox.SandboxConfig.Placeholders;
import io.tallygate.sandbox.store.ExecutionTable;
import io.tallygate.sandbox.store.SandboxDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of executions. */
@Timeout(60)
final class ExecutionsIT {

  private static final String SOUND = "generate-sound-effect";

  @TempDir Path folder;

  private static String prompt(String text) {
    return "{\"prompt\":\"" + text + "\"}";
  }

  private static TestSandbox oneWorker(Path folder) {
    return TestSandbox.in(folder, config -> config.withLimits(config.limits().withWorkers(1)));
  }

  @Test
  void execution_failWord_failsWithError() {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      Client ada = sandbox.ada();
      Answer failed = ada.await(ada.start(SOUND, prompt("rain [fail]")), "failed");
      assertThat(failed.at("/error/message")).isEqualTo("execution was asked to fail");
      assertThat(failed.at("/error/code")).isEqualTo("execution_failed");
      assertThat(failed.json().get("results").isNull()).isTrue();
    }
  }

  @Test
  void execution_delayWord_runsMeanwhile() {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      Client ada = sandbox.ada();
      String id = ada.start(SOUND, prompt("[delay 300ms]"));
      assertThat(ada.await(id, "running").json().get("results").isNull()).isTrue();
      ada.await(id, "succeeded");
    }
  }

  @Test
  void execution_wordInInputsName_isObeyed() {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      Client ada = sandbox.ada();
      String file = ada.uploaded("[stuck] photo", TestMedia.PNG);
      String id = ada.start("upscale-image", "{\"imageStorageFileId\":\"" + file + "\"}");
      ada.await(id, "running");
      ada.post("/v1/tools/executions/" + id + "/cancel", "");
      ada.await(id, "cancelled");
    }
  }

  @Test
  void execution_tooLong_fails() {
    try (TestSandbox sandbox =
        TestSandbox.in(
            folder,
            config -> config.withLimits(config.limits().withJobMax(Duration.ofSeconds(1))))) {
      Client ada = sandbox.ada();
      Answer failed = ada.await(ada.start(SOUND, prompt("[stuck]")), "failed");
      assertThat(failed.at("/error/message")).isEqualTo("tool took too long: max=1s");
      ada.await(ada.start(SOUND, prompt("next")), "succeeded");
    }
  }

  @Test
  void cancel_pending_neverRuns() {
    try (TestSandbox sandbox = oneWorker(folder)) {
      Client ada = sandbox.ada();
      String stuck = ada.start(SOUND, prompt("[stuck]"));
      ada.await(stuck, "running");
      String waiting = ada.start(SOUND, prompt("waits"));
      assertThat(ada.execution(waiting).at("/status")).isEqualTo("pending");
      Answer answer = ada.post("/v1/tools/executions/" + waiting + "/cancel", "");
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.at("/toolExecutionId")).isEqualTo(waiting);
      assertThat(ada.execution(waiting).at("/status")).isEqualTo("cancelled");
      ada.post("/v1/tools/executions/" + stuck + "/cancel", "");
      ada.await(ada.start(SOUND, prompt("next")), "succeeded");
      assertThat(ada.execution(waiting).at("/status")).isEqualTo("cancelled");
    }
  }

  @Test
  void execution_terminal_neverChanges() {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      Client ada = sandbox.ada();
      String done = ada.start(SOUND, prompt("rain"));
      ada.await(done, "succeeded");
      String failed = ada.start(SOUND, prompt("[fail]"));
      ada.await(failed, "failed");
      String cancelled = ada.start(SOUND, prompt("[stuck]"));
      ada.post("/v1/tools/executions/" + cancelled + "/cancel", "");
      for (String id : List.of(done, failed, cancelled)) {
        String before = ada.execution(id).at("/status");
        assertThat(ada.post("/v1/tools/executions/" + id + "/cancel", "").status()).isEqualTo(202);
        assertThat(ada.execution(id).at("/status")).isEqualTo(before);
      }
      assertThat(ada.execution(cancelled).at("/status")).isEqualTo("cancelled");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "vg_exec_0000000000000000, 404 not_found",
    "vg_file_0000000000000000, 400 invalid_id",
    "vg_exec_short, 400 invalid_id",
    "vg_exec_0000000000000000x, 400 invalid_id"
  })
  void execution_badId_isRefused(String id, String code) {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      assertThat(sandbox.ada().execution(id).code()).isEqualTo(code);
      assertThat(sandbox.ada().post("/v1/tools/executions/" + id + "/cancel", "").code())
          .isEqualTo(code);
    }
  }

  @Test
  void execution_ofAnotherTeam_isNotThere() {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      String id = sandbox.ada().start(SOUND, prompt("[stuck]"));
      assertThat(sandbox.bob().execution(id).status()).isEqualTo(200);
      assertThat(sandbox.eve().execution(id).code()).isEqualTo("404 not_found");
      assertThat(sandbox.eve().post("/v1/tools/executions/" + id + "/cancel", "").code())
          .isEqualTo("404 not_found");
      sandbox.ada().await(id, "running");
    }
  }

  @Test
  void queue_full_refusesAndTakesAgain() {
    try (TestSandbox sandbox =
        TestSandbox.in(
            folder,
            config -> config.withLimits(config.limits().withWorkers(1).withWaitingMax(2)))) {
      Client ada = sandbox.ada();
      String stuck = ada.start(SOUND, prompt("[stuck]"));
      ada.await(stuck, "running");
      String first = ada.start(SOUND, prompt("1"));
      ada.start(SOUND, prompt("2"));
      Answer refused = ada.post("/v1/tools/" + SOUND, prompt("3"));
      assertThat(refused.code()).isEqualTo("429 too_many_executions");
      assertThat(refused.header("retry-after")).isEqualTo("5");
      ada.post("/v1/tools/executions/" + first + "/cancel", "");
      assertThat(ada.post("/v1/tools/" + SOUND, prompt("4")).status()).isEqualTo(202);
    }
  }

  @Test
  void restart_runningAndPending_areRunAgain() {
    List<String> ids = new ArrayList<>();
    String done;
    try (TestSandbox sandbox = oneWorker(folder)) {
      Client ada = sandbox.ada();
      done = ada.start(SOUND, prompt("done"));
      ada.await(done, "succeeded");
      ids.add(ada.start(SOUND, prompt("[delay 2s]")));
      ada.await(ids.get(0), "running");
      ids.add(ada.start(SOUND, prompt("waits")));
    }
    try (TestSandbox sandbox = oneWorker(folder)) {
      Client ada = sandbox.ada();
      assertThat(ada.execution(ids.get(0)).at("/status")).isEqualTo("running");
      assertThat(ada.execution(done).at("/status")).isEqualTo("succeeded");
      ids.forEach(id -> ada.await(id, "succeeded"));
      assertThat(ada.get("/v1/files").json().get("files")).hasSize(3);
    }
  }

  @Test
  void restart_runningTooOften_fails() {
    String id;
    try (TestSandbox sandbox = oneWorker(folder)) {
      id = sandbox.ada().start(SOUND, prompt("[stuck]"));
      sandbox.ada().await(id, "running");
    }
    for (int attempts = 2; attempts <= 3; attempts++) {
      try (TestSandbox sandbox = oneWorker(folder)) {
        awaitAttempts(attempts);
        assertThat(sandbox.ada().execution(id).at("/status")).isEqualTo("running");
      }
    }
    try (TestSandbox sandbox = oneWorker(folder)) {
      Answer failed = sandbox.ada().await(id, "failed");
      assertThat(failed.at("/error/message")).contains("times=3");
    }
  }

  /** The API does not tell them in May. */
  private void awaitAttempts(int attempts) {
    try (SandboxDatabase database =
        SandboxDatabase.open(folder.resolve("data").resolve("sandbox.db"))) {
      while (database.read(ExecutionTable::all).get(0).progress().attempts() < attempts) {
        LockSupport.parkNanos(2_000_000);
        assertThat(Thread.currentThread().isInterrupted()).as("timed out").isFalse();
      }
    }
  }

  @Test
  void placeholders_refused_answerNotInstalled() {
    try (TestSandbox sandbox =
        TestSandbox.in(folder, config -> config.withPlaceholders(Placeholders.REFUSED))) {
      Answer refused = sandbox.ada().post("/v1/tools/generate-image", prompt("p"));
      assertThat(refused.code()).isEqualTo("501 not_installed");
      assertThat(sandbox.ada().post("/v1/tools/" + SOUND, prompt("p")).status()).isEqualTo(202);
    }
  }
}
