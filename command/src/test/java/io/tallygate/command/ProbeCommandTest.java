package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before anything is sent. */
final class ProbeCommandTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          api.example/a                        | URL must be http[s]://host[:port][/path]
          ftp://h/a                            | URL must be http[s]://host[:port][/path]
          http://user:word@h/a                 | URL must have no user: what was given has one
          http://h/a --max-requests 1          | max-requests must be 2 to 100: max-requests=1
          http://h/a --max-requests 101        | max-requests must be 2 to 100: max-requests=101
          http://h/a --max-requests many       | max-requests must be a whole number
          http://h/a --timeout 61s             | timeout must be 1ms to 60s: timeout=61000ms
          http://h/a --timeout 5               | timeout must be a duration
          http://h/a --endpoint b              | endpoint must be /path, percent-encoded: endpoint=b
          http://h/a --endpoint //evil/b       | endpoint must be /path, percent-encoded
          http://h/a --param id=a/b            | param must be one segment of a path
          http://h/a --key-header X:Y          | key-header must be 1 to 64 of A-Z a-z 0-9 -
          http://h/a --key sécret-word         | key must be up to 4096 visible ASCII characters
          http://h/a --method POST             | no such option: option=--method
          """)
  void probe_wrongArguments_areRefused(String arguments, String message) {
    Run run = Cli.in(folder).run(("probe " + arguments).split(" +", -1));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("tallygate: " + message);
    assertThat(run.err() + run.out()).doesNotContain("word").doesNotContain("POST");
  }

  @Test
  void probe_nothingOnStdin_isSaid() {
    InputStream stdin = System.in;
    try {
      System.setIn(new ByteArrayInputStream(new byte[0]));
      Run run = Cli.in(folder).run("probe", "http://h/a", "--key", "-");

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .isEqualTo("tallygate: --key - must find the key on stdin: nothing was there\n");
    } finally {
      System.setIn(stdin);
    }
  }

  @Test
  void probe_writeWouldOverwrite_isRefusedBeforeAnyRequest() throws IOException {
    Files.writeString(folder.resolve("there.yaml"), "mine");
    Run run = Cli.in(folder).run("probe", "http://h/a", "--write", "there.yaml");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("tallygate: file must not be there yet: write=there.yaml\n");
    assertThat(Files.readString(folder.resolve("there.yaml"))).isEqualTo("mine");
  }

  @Test
  void probe_policyIsNot_isSaid() {
    Run run = Cli.in(folder).run("probe", "http://h/a", "--policy", "limits.yaml");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no such file");
  }

  @Test
  void settings_keyOfProbeInTheEnvironment_isNoUnknownSetting() {
    Run run = Cli.in(folder).with(ProbeCommand.KEY_VARIABLE, "secret").run("config");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).doesNotContain("secret");
  }
}
