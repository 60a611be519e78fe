package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged command as a process of its own. */
final class TallygateProcess implements AutoCloseable {

  private static final Path JAR = Path.of("target", "tallygate.jar").toAbsolutePath();
  private static final int END_SECONDS_MAX = 60;

  private final Process process;
  private final BufferedReader out;
  private final Path err;

  private TallygateProcess(Process process, Path err) {
    this.process = process;
    this.out = process.inputReader();
    this.err = err;
  }

  /**
   * Starts the command.
   *
   * @param folder it runs there, with nothing set in the environment
   */
  static TallygateProcess start(Path folder, String... args) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")); // it is over soon
    line.addAll(List.of("-Xmx256m", "-jar", JAR.toString()));
    line.addAll(List.of(args));
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectError(err.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("TALLYGATE_"));
    return new TallygateProcess(builder.start(), err);
  }

  /** So many lines of its output. */
  List<String> lines(int count) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String line = out.readLine();
      assertThat(line).as("line %s; stderr: %s", i + 1, err()).isNotNull();
      lines.add(line);
    }
    return lines;
  }

  /** What it has said beside its output. */
  String err() throws IOException {
    return Files.readString(err);
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.toHandle().destroy(); // the process's own would close its output
  }

  /** Sends SIGKILL, and waits for the end. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
  }

  /** Waits for the end: what it still said, and its exit code. */
  Cli.Run end() throws IOException, InterruptedException {
    String rest = String.join("\n", out.lines().toList());
    assertThat(process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    return new Cli.Run(process.exitValue(), rest, err());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
