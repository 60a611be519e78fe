package io.tallygate.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of commands, typed into a shell beside a stand-in for the command tallygate. */
final class ConsoleRunTest {

  private static final String STAND_IN =
      """
      #!/bin/sh
      case $1 in
        demo)
          trap 'echo stopped >stopped; exit "${CODE:-0}"' TERM
          echo building >&2
          echo "gateway  http://127.0.0.1:9090     an hour lasts 20 s here"
          echo "admin    http://127.0.0.1:9091"
          echo "data     $PWD/data"
          echo "key      vg_key_Abc123"
          [ -z "$SILENT" ] || exit 1
          while :; do sleep 0.05; done ;;
        fail) echo "lower case first: name=value" >&2; exit 2 ;;
      esac
      """;

  private static final String DEMO =
      """
      ```console
      $ ./tallygate demo --hour 20s      # the first start builds it
      gateway  http://127.0.0.1:8080     an hour lasts 20 s here
      admin    http://127.0.0.1:8081
      data     …
      key      vg_key_4mJ…
      ```
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeStandIn() throws IOException {
    Path script = Files.writeString(folder.resolve("tallygate"), STAND_IN);
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  private void type(String markdown, String... environment) throws Exception {
    Map<String, String> all = new java.util.HashMap<>(Map.of("PATH", System.getenv("PATH")));
    for (int i = 0; i < environment.length; i += 2) {
      all.put(environment[i], environment[i + 1]);
    }
    ConsolePage page = ConsolePage.of("page.md", markdown);
    try (ConsoleRun run =
        new ConsoleRun(page, new ConsoleRun.Shell(folder, all, Duration.ofSeconds(20)))) {
      run.typeAll();
    }
  }

  @Test
  void page_showsWhatCommandsShow_passes() {
    assertThatCode(() -> type("```console\n$ echo a; echo b\na\nb\n\n$ echo c  # why\nc\n```\n"))
        .doesNotThrowAnyException();
  }

  @Test
  void command_lastLineIsNotEnded_isALine() {
    assertThatCode(() -> type("```console\n$ printf 'a\\nb'\na\nb\n```\n"))
        .doesNotThrowAnyException();
  }

  @Test
  void page_showsAnotherLine_failsWithPlace() {
    assertThatThrownBy(() -> type("# A\n```console\n$ echo a\nb\n```\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("page.md:3: shows other lines than the page")
        .hasMessageContainingAll("$ echo a", "the page:\nb", "shown:\na");
  }

  @Test
  void page_showsALineLess_fails() {
    assertThatThrownBy(() -> type("```console\n$ echo a; echo b\na\n```\n"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void page_showsALineMore_fails() {
    assertThatThrownBy(() -> type("```console\n$ echo a\na\nb\n```\n"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void masks_standForWhatDiffers() {
    String shown =
        """
        ```console
        $ printf 'x 12\\r\\na\\nb\\nz http://127.0.0.1:9 1795510820 r=1;t=7 end\\n'
        x …
        …
        z http://127.0.0.1:8080 1700000000 r=1;t=20 …
        ```
        """;
    assertThatCode(() -> type(shown)).doesNotThrowAnyException();
    assertThatThrownBy(() -> type(shown.replace("r=1;t=20", "r=2;t=20")))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> type(shown.replace("\nz http", "\nz https")))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void columns_areAsWideAsTheyAre() {
    String shown =
        """
        ```console
        $ printf 'A    B\\nlong  b\\n'
        A     B
        long    b
        ```
        """;
    assertThatCode(() -> type(shown)).doesNotThrowAnyException();
    assertThatThrownBy(() -> type(shown.replace("long    b", "long b")))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> type(shown.replace("long    b", "  long  b")))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void otherFences_areNotTyped() {
    assertThatCode(() -> type("```sh\n$ exit 1\n```\n````markdown\n$ exit 1\n````\n"))
        .doesNotThrowAnyException();
  }

  @Test
  void command_fails_showsItsComplaint() {
    assertThatCode(
            () -> type("```console\n$ ./tallygate fail\nlower case first: name=value\n```\n"))
        .doesNotThrowAnyException();
  }

  @Test
  void command_longerThanALine_goesOn() {
    assertThatCode(() -> type("```console\n$ for i in 1 2\n> do echo $i; done\n1\n2\n```\n"))
        .doesNotThrowAnyException();
  }

  @Test
  void server_showsItsLines_lendsKeyAndPorts_andIsStopped() throws Exception {
    type(
        DEMO
            + """
            ```console
            $ echo "Bearer vg_key_4mJ…" http://127.0.0.1:8080/a http://127.0.0.1:8081/b
            Bearer vg_key_Abc123 http://127.0.0.1:9090/a http://127.0.0.1:9091/b
            ```
            """);
    assertThat(folder.resolve("stopped")).exists();
  }

  @Test
  void server_showsAnotherLine_failsAndIsStopped() {
    assertThatThrownBy(() -> type(DEMO.replace("lasts 20 s", "lasts 30 s"), "SILENT", "yes"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("page.md:2", "it ended", "building");
  }

  @Test
  void server_stopsWithAnError_fails() {
    assertThatThrownBy(() -> type(DEMO, "CODE", "3"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("page.md: the server stopped with exit code 3");
  }
}
