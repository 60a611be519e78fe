package io.tallygate.sandbox.media.program;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits that the system holds for a child. */
@Tag("needs-prlimit")
final class PrlimitIT {

  @TempDir Path folder;

  private static Program shell(long memoryBytes, long fileBytes) {
    Bounds bounds = new Bounds(Duration.ofSeconds(30), memoryBytes, fileBytes);
    return new Programs(List.of(Path.of("/usr/bin"), Path.of("/bin")), bounds)
        .find("sh")
        .orElseThrow();
  }

  @Test
  void memory_overTheLimit_failsTheProgram() {
    // A shell that doubles a text: 64 KB to 512 MB, of which it may have 64 MB.
    String script = "a=x; i=0; while [ $i -lt 29 ]; do a=$a$a; i=$((i+1)); done";
    assertThatThrownBy(() -> shell(64L << 20, 1L << 20).run(List.of("-c", script), folder))
        .isInstanceOf(ProgramException.class);
  }

  @Test
  void file_overTheLimit_failsTheProgram() {
    String script = "dd if=/dev/zero of=big bs=65536 count=64";
    assertThatThrownBy(() -> shell(1L << 30, 1L << 20).run(List.of("-c", script), folder))
        .isInstanceOf(ProgramException.class);
    org.assertj.core.api.Assertions.assertThat(folder.resolve("big")).hasSize(1L << 20);
  }
}
