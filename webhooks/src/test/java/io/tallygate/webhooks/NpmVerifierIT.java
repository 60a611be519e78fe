package io.tallygate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our signatures before the reference library of npm. */
@Tag("needs-npm")
@Timeout(120)
final class NpmVerifierIT {

  private static final int PAYLOADS = 10_000;
  private static final Path SOURCE = Path.of("src/test/npm");
  private static final Path FOLDER = Path.of("target/npm");

  @Test
  void randomPayloads_areVerified_andTamperedOnesAreNot() throws Exception {
    install();
    Random random = new Random(19);
    long now =
        InstantSource.system()
            .instant()
            .getEpochSecond(); // the library reads the wall clock itself
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < PAYLOADS; i++) {
      Secret secret = RandomPayload.secret(random);
      RandomPayload payload = RandomPayload.of(random);
      String signature = Signature.of(secret, payload.id(), now, payload.body().getBytes(UTF_8));
      for (String body : List.of(payload.body(), payload.tampered())) {
        lines.add(
            ("{\"secret\":\"%s\",\"id\":\"%s\",\"timestamp\":\"%s\","
                    + "\"signature\":\"%s\",\"body\":%s}")
                .formatted(secret.text(), payload.id(), now, signature, quoted(body)));
      }
    }
    Path in = FOLDER.resolve("in.txt");
    Path out = FOLDER.resolve("out.txt");
    Files.write(in, lines, UTF_8);

    run(List.of("node", "verify.js"), in, out);

    List<String> verdicts = Files.readAllLines(out);
    assertThat(verdicts).hasSize(2 * PAYLOADS);
    for (int i = 0; i < verdicts.size(); i++) {
      assertThat(verdicts.get(i)).as(lines.get(i)).isEqualTo(i % 2 == 0 ? "ok" : "no");
    }
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static void install() throws Exception {
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", "package-lock.json", "verify.js")) {
      Files.copy(SOURCE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path nothing = Files.writeString(FOLDER.resolve("nothing.txt"), "");
    run(
        List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"),
        nothing,
        FOLDER.resolve("npm.txt"));
  }

  private static void run(List<String> command, Path in, Path out)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(command.toString()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
