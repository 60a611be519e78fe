package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server without traces loads nothing of OpenTelemetry, and one with them does. */
@Timeout(180)
final class TracesOffIT {

  private static final Path JAR = Path.of("target", "tallygate.jar").toAbsolutePath();
  private static final String THEIRS = "io.opentelemetry.";

  @TempDir Path folder;

  @Test
  void serve_tracesOff_loadsNoneOfTheirClasses() throws Exception {
    assertThat(loaded("off")).contains("io.tallygate.gateway.Gateway ").doesNotContain(THEIRS);
  }

  @Test
  void serve_tracesOn_loadsThem() throws Exception {
    assertThat(loaded("http://127.0.0.1:1")).contains(THEIRS);
  }

  /** The classes that a server loads until it serves. */
  private String loaded(String traces) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("limits.yaml"), "other: 5/hour\n");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-Xlog:class+load:file=classes.log"));
    line.addAll(List.of("-jar", JAR.toString(), "serve", "--upstream", "http://127.0.0.1:1"));
    line.addAll(List.of("--policy", "limits.yaml", "--port", "0", "--admin-port", "0"));
    line.addAll(List.of("--traces", traces));
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("TALLYGATE_"));
    Process serve = builder.start();
    try (BufferedReader out = serve.inputReader()) {
      String said;
      do {
        said = String.valueOf(out.readLine());
      } while (!said.contains("serving: ") && !said.equals("null"));
      assertThat(said).contains("serving: ");
    } finally {
      serve.destroy();
      assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    return Files.readString(folder.resolve("classes.log"));
  }
}
