package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's own client, unchanged, calls all 25 operations. */
@Tag("needs-pypi")
@Timeout(240)
final class PythonClientIT {

  private static final String CLIENT = "videogen==0.0.38";
  private static final Path PYTHON = Path.of("target", "pypi", "bin", "python");

  @TempDir Path folder;

  @Test
  void client_allOperations_pass() throws Exception {
    if (!Files.exists(PYTHON)) {
      run("python3", "-m", "venv", "target/pypi");
    }
    run(PYTHON.toString(), "-m", "pip", "-q", "install", CLIENT, "standardwebhooks==1.0.1");
    Path image = Files.write(folder.resolve("cat.png"), TestMedia.PNG);
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      List<String> lines =
          run(
              PYTHON.toString(),
              "src/test/python/client.py",
              sandbox.sandbox.address(),
              image.toString());
      System.out.println(String.join("\n", lines));
      assertThat(lines.get(0)).isEqualTo("videogen 0.0.38");
      assertThat(lines.subList(1, lines.size())).doesNotHaveDuplicates().hasSize(25);
    }
  }

  private static List<String> run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = new ArrayList<>();
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(lines::add);
    }
    assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
    return lines;
  }
}
