package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The probe before express-rate-limit, with each of its kinds of headers. */
@Tag("needs-npm")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProbeExpressIT {

  private static final Path SOURCE = Path.of("src/test/express");
  private static final Path FOLDER = Path.of("target/express");
  private static final String LOCK = "package-lock.json";
  private static final int SET_UPS = 6;

  @TempDir Path folder;
  private final Map<String, String> urls = new TreeMap<>();
  private ServerProgram server;

  @BeforeAll
  void start() throws Exception {
    install();
    server = ServerProgram.start(FOLDER, List.of("node", "express.js"));
    for (int i = 0; i < SET_UPS; i++) {
      String[] words = server.line().split(" ", 2);
      urls.put(words[0], "http://127.0.0.1:" + words[1] + "/v1/things");
    }
  }

  /** With {@code npm ci}, unless the same lock was installed before. */
  private static void install() throws Exception {
    Path installed = FOLDER.resolve("node_modules/installed-lock.json");
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", LOCK, "express.js")) {
      Files.copy(SOURCE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(installed) || Files.mismatch(installed, SOURCE.resolve(LOCK)) >= 0) {
      ServerProgram.run(
          FOLDER, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
      Files.copy(SOURCE.resolve(LOCK), installed, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private String url(String setUp) {
    return Objects.requireNonNull(urls.get(setUp));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          legacy  | unix-seconds | X-RateLimit-Limit
          draft-6 | seconds-left | RateLimit-Limit
          draft-7 | seconds-left | RateLimit (draft 7)
          draft-8 | seconds-left | RateLimit (drafts 8 to 10)
          """)
  void probe_eachKindOfHeaders_isUnderstood(String setUp, String reset, String headers) {
    Findings found = Findings.of(folder, "", url(setUp), "--endpoint", "/v1/parts");

    assertThat(found.run().exitCode()).as(found.run().err()).isZero();
    assertThat(found.texts("headers").get(0)).containsIgnoringCase(headers);
    assertThat(found.answers("limit")).as(found.run().out()).containsExactly("100", "100");
    assertThat(found.answers("reset")).containsExactly(reset);
    assertThat(found.answers("period")).containsExactly("86400");
    assertThat(found.answers("window")).containsExactly("first-call");
    assertThat(found.answers("counter")).containsExactly("shared");
    assertThat(found.answers("head")).containsExactly("costs");
    assertThat(found.answers("not-found")).containsExactly("costs");
    assertThat(found.answers("not-modified")).containsExactly("costs");
    assertThat(found.answers("clock")).containsExactly("0");
  }

  @Test
  void probe_failedRequestsGivenBack_isFreeAlthoughTheAnswerCountsIt() {
    Findings found = Findings.of(folder, "", url("skip-failed"));

    assertThat(found.answers("not-found")).as(found.run().out()).containsExactly("free");
    assertThat(found.answers("head")).containsExactly("costs");
  }

  @Test
  void probe_twoRequestsADay_leavesOneThere() {
    Findings found = Findings.of(folder, "", url("small"));

    assertThat(found.requests()).isEqualTo(1);
    assertThat(found.stopped()).contains("few requests remain");
    assertThat(found.answers("limit")).containsExactly("2");
  }

  @Test
  void probe_limitReached_saysHowLongToWait() throws IOException {
    String url = url("small");
    for (int i = 0; i < 3; i++) {
      Http.get(url);
    }
    Findings found = Findings.of(folder, "", url);

    assertThat(found.requests()).isEqualTo(1);
    assertThat(found.texts("refused").get(0)).matches("refused by a limit, Retry-After: 8[0-9]{4}");
  }
}
