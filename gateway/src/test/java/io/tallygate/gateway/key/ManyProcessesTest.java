package io.tallygate.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.clock.Ticker;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Several processes on one data folder, and one that is killed. */
final class ManyProcessesTest {

  private static final int KEYS = 100;

  @TempDir Path data;

  @Test
  void create_twoProcessesOnANewFolder_losesNothing() throws Exception {
    List<Process> writers = List.of(startWriter(KEYS), startWriter(KEYS));
    List<String> secrets = new ArrayList<>();
    for (Process writer : writers) {
      try (BufferedReader lines = writer.inputReader()) {
        lines.lines().forEach(secrets::add);
      }
      assertThat(writer.waitFor()).isZero();
    }

    assertThat(secrets).hasSize(2 * KEYS).doesNotHaveDuplicates();
    assertAllKnown(secrets);
  }

  @Test
  void create_writerKilled_losesNothingAcknowledged() throws Exception {
    Process writer = startWriter(Integer.MAX_VALUE);
    List<String> secrets = new ArrayList<>();
    try (BufferedReader lines = writer.inputReader()) {
      while (secrets.size() < KEYS) {
        secrets.add(lines.readLine());
      }
      writer.toHandle().destroyForcibly(); // the process's own would close the pipe unread
      lines.lines().filter(line -> line.length() == secrets.get(0).length()).forEach(secrets::add);
    }
    assertThat(writer.waitFor()).isEqualTo(128 + 9);

    assertAllKnown(secrets);
  }

  private void assertAllKnown(List<String> secrets) {
    try (LiveKeys keys = LiveKeys.open(data, Ticker.SYSTEM)) {
      for (String secret : secrets) {
        assertThat(keys.find(secret)).isNotNull();
      }
      assertThat(keys.size()).isBetween(secrets.size(), secrets.size() + 1);
    }
  }

  private Process startWriter(int keys) throws Exception {
    String classPath =
        Stream.of(
                locationOf(SqliteKeys.class),
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                locationOf(Ticker.class),
                locationOf(DriverManager.getDriver("jdbc:sqlite:").getClass()),
                locationOf(LoggerFactory.class))
            .collect(Collectors.joining(File.pathSeparator));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath,
            Writer.class.getName(),
            data.toString(),
            Integer.toString(keys))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String locationOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** Issues keys and writes each secret as soon as it is on the disk. */
  static final class Writer {

    private Writer() {}

    public static void main(String[] args) throws IOException {
      KeyFormat format = new KeyFormat("vg_key_");
      try (SqliteKeys keys = SqliteKeys.open(Path.of(args[0]), Ticker.SYSTEM)) {
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
          System.out.println(keys.create("written", format).secret());
        }
      }
    }
  }
}
