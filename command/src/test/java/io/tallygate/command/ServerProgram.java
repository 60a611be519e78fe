package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of another language that a test starts, and ends by its process. */
final class ServerProgram implements AutoCloseable {

  private final Process process;
  private final BufferedReader out;

  private ServerProgram(Process process) {
    this.process = process;
    this.out = process.inputReader();
  }

  /** Starts it in a folder; its errors are in {@code stderr.txt} there. */
  static ServerProgram start(Path folder, List<String> command) throws IOException {
    return new ServerProgram(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("stderr.txt").toFile())
            .start());
  }

  /** Runs it to its end, which must be a good one. */
  static void run(Path folder, List<String> command) throws Exception {
    try (ServerProgram program = start(folder, command)) {
      program.out.lines().forEach(line -> {});
      assertThat(program.process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(program.process.exitValue())
          .as("exit of %s; see stderr.txt in %s", command, folder)
          .isZero();
    }
  }

  /** The next line that it prints. */
  String line() throws IOException {
    String line = out.readLine();
    assertThat(line).as("the server ended; see its stderr.txt").isNotNull();
    return line;
  }

  /** What it prints until its end. */
  String rest() {
    return String.join("\n", out.lines().toList());
  }

  boolean runs() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
