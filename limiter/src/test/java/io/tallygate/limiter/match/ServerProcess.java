package io.tallygate.limiter.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of another language that a test starts, and ends by its process. */
final class ServerProcess implements AutoCloseable {

  private static final long MINUTES_MAX = 5;

  private final Process process;
  private final BufferedReader out;

  private ServerProcess(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts a program in a folder; its errors are the test's.
   *
   * @param debianPackage what to install if the program is missing
   */
  static ServerProcess start(Path folder, String debianPackage, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(new File(folder.toFile(), "stderr.txt"));
    try {
      return new ServerProcess(builder.start());
    } catch (IOException e) {
      return fail(
          "%s is missing: run 'apt-get install %s' (%s)",
          command.get(0), debianPackage, e.getMessage());
    }
  }

  /** Runs a program to its end, which must be a good one. */
  static void run(Path folder, String debianPackage, List<String> command) {
    try (ServerProcess program = start(folder, debianPackage, command)) {
      program.out.lines().forEach(line -> {});
      assertThat(program.process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
      assertThat(program.process.exitValue())
          .as("exit of %s; see stderr.txt in %s", command, folder)
          .isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The next line that it prints. */
  String line() {
    try {
      String line = out.readLine();
      return line == null ? fail("the server ended: command=%s", process.info()) : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits a moment; whether it still runs then. */
  boolean runs() {
    try {
      return !process.waitFor(10, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
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
