package io.tallygate.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.limiter.clock.Ticker;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one data folder, and one that is killed. */
final class ManyProcessesTest {

  private static final int KEYS = 20;
  private static final int PROCESSES = 6;
  private static final String READY = "ready";

  @TempDir Path data;

  @Test
  void create_manyProcessesOnANewFolder_losesNothing() throws Exception {
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      writers.add(startWriter(KEYS));
    }
    for (Process writer : writers) {
      assertThat(writer.inputReader().readLine()).isEqualTo(READY);
    }
    writers.forEach(ManyProcessesTest::go); // all at once
    List<String> secrets = new ArrayList<>();
    for (Process writer : writers) {
      try (BufferedReader lines = writer.inputReader()) {
        lines.lines().forEach(secrets::add);
      }
      assertThat(writer.waitFor()).isZero();
    }

    assertThat(secrets).hasSize(PROCESSES * KEYS).doesNotHaveDuplicates();
    assertAllKnown(secrets);
  }

  @Test
  void create_writerKilled_losesNothingAcknowledged() throws Exception {
    Process writer = startWriter(Integer.MAX_VALUE);
    List<String> secrets = new ArrayList<>();
    go(writer);
    try (BufferedReader lines = writer.inputReader()) {
      assertThat(lines.readLine()).isEqualTo(READY);
      while (secrets.size() < KEYS) {
        secrets.add(lines.readLine());
      }
      writer.toHandle().destroyForcibly(); // the process's own would close the pipe unread
      lines.lines().filter(line -> line.length() == secrets.get(0).length()).forEach(secrets::add);
    }
    assertThat(writer.waitFor()).isEqualTo(128 + 9);

    assertAllKnown(secrets);
  }

  private static void go(Process writer) {
    try {
      writer.outputWriter().write("go\n");
      writer.outputWriter().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertAllKnown(List<String> secrets) {
    try (LiveKeys keys = LiveKeys.open(new Location.Folder(data), Ticker.SYSTEM)) {
      for (String secret : secrets) {
        assertThat(keys.find(secret)).isNotNull();
      }
      assertThat(keys.size()).isBetween(secrets.size(), secrets.size() + 1);
    }
  }

  private Process startWriter(int keys) throws Exception {
    String classPath =
        Stream.of(
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""),
                Path.of("target", "test-classes").toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", // it is over soon
            "-cp",
            classPath,
            Writer.class.getName(),
            data.toString(),
            Integer.toString(keys))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Issues keys and writes each secret as soon as it is on the disk. */
  static final class Writer {

    private Writer() {}

    public static void main(String[] args) throws IOException {
      KeyFormat format = new KeyFormat("vg_key_");
      Path warm = Files.createTempDirectory("tallygate-warm-");
      Database.open(new Location.Folder(warm)).close(); // so that all classes are there
      for (String file : List.of("tallygate.db", "tallygate.lock", "")) {
        Files.deleteIfExists(warm.resolve(file));
      }
      System.out.println(READY);
      System.in.read();
      Location location = new Location.Folder(Path.of(args[0]));
      try (StoredAdministration all =
          new StoredAdministration(
              Database.open(location), Ticker.SYSTEM, new Actor(Actor.Kind.COMMAND, "writer"))) {
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
          System.out.println(all.keys().create(NewKey.of("written"), format).secret());
        }
      }
    }
  }
}
