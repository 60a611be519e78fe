package io.tallygate.sandbox.media.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child process of a shell, which every machine has, and what it may not. */
final class ProgramTest {

  private static final List<Path> FOLDERS = List.of(Path.of("/usr/bin"), Path.of("/bin"));
  private static final Bounds BOUNDS = new Bounds(Duration.ofSeconds(30), 1L << 30, 1L << 20);

  @TempDir Path folder;

  private static Program shell(Bounds bounds) {
    return new Programs(FOLDERS, bounds).find("sh").orElseThrow();
  }

  @Test
  void run_echo_isReturned() throws Exception {
    assertThat(shell(BOUNDS).run(List.of("-c", "echo said"), folder)).isEqualTo("said\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void run_badEnd_tellsCodeAndLastLine() {
    assertThatThrownBy(
            () -> shell(BOUNDS).run(List.of("-c", "echo a >&2; echo why >&2; exit 3"), folder))
        .isInstanceOf(ProgramException.class)
        .hasMessage("sh failed: code=3 why");
  }

  @Test
  void run_environment_isNotInherited() throws Exception {
    String names = shell(BOUNDS).run(List.of("-c", "env | cut -d= -f1 | sort"), folder);
    assertThat(names.lines()).contains("HOME", "LANG", "PATH").doesNotContain("USER", "JAVA_HOME");
  }

  @Test
  void run_fedAndDrained_copies() throws Exception {
    byte[] sent = new byte[300_000]; // more than a pipe holds
    AtomicReference<byte[]> got = new AtomicReference<>(new byte[0]);
    shell(BOUNDS)
        .run(
            List.of("-c", "cat"),
            folder,
            to -> to.write(sent),
            from -> got.set(from.readAllBytes()));
    assertThat(got.get()).hasSize(sent.length);
  }

  @Test
  void run_moreTimeThanAllowed_isKilled() {
    Bounds bounds = new Bounds(Duration.ofMillis(300), 1L << 30, 1L << 20);
    assertThatThrownBy(() -> shell(bounds).run(List.of("-c", "sleep 60"), folder))
        .isInstanceOf(ProgramException.class)
        .hasMessage("sh must end in time: seconds=0");
  }

  @Test
  void run_interrupted_killsDescendants() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    AtomicReference<String> child = new AtomicReference<>("");
    AtomicReference<Throwable> thrown = new AtomicReference<>(new AssertionError("no end"));
    Thread thread =
        new Thread(
            () -> {
              try {
                shell(BOUNDS)
                    .run(
                        List.of("-c", "sleep 60 & echo $!; wait"),
                        folder,
                        to -> {},
                        from -> {
                          child.set(line(from));
                          started.countDown();
                        });
              } catch (Exception e) {
                thrown.set(e);
              }
            });
    thread.start();
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    ProcessHandle sleep = ProcessHandle.of(Long.parseLong(child.get())).orElseThrow();
    thread.interrupt();
    thread.join(20_000);
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    sleep.onExit().get(20, TimeUnit.SECONDS);
    assertThat(sleep.isAlive()).isFalse();
  }

  private static String line(java.io.InputStream from) throws java.io.IOException {
    StringBuilder line = new StringBuilder();
    for (int c = from.read(); c != '\n' && c >= 0; c = from.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  @Test
  void run_failingDrain_endsTheProgram() {
    assertThatThrownBy(
            () ->
                shell(BOUNDS)
                    .run(
                        List.of("-c", "while :; do echo more; done"),
                        folder,
                        to -> {},
                        from -> {
                          throw new java.io.IOException("disk full");
                        }))
        .hasMessage("disk full");
  }

  @Test
  void programs_relativeFolder_isRefused() {
    assertThatThrownBy(() -> new Programs(List.of(Path.of("bin")), BOUNDS))
        .hasMessage("a folder of programs must be absolute: folder=bin");
    assertThat(new Programs(List.of(), BOUNDS).find("sh")).isEmpty();
  }

  @Test
  void find_noExecutable_isAbsent() throws Exception {
    Files.writeString(folder.resolve("tool"), "not to be run");
    assertThat(new Programs(List.of(folder), BOUNDS).find("tool")).isEmpty();
  }
}
