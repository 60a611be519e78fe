package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsFileTest {

  @TempDir Path folder;

  @Test
  void read_values_areTheirTexts() throws IOException {
    Path file = write("# ours\nport: 9090\nbind: ''\nhour: 20s # short\naccess-log: true\n");

    assertThat(SettingsFile.read(file, "t.yaml"))
        .hasSize(4)
        .hasEntrySatisfying(Setting.PORT, value -> assertThat(value.text()).isEqualTo("9090"))
        .hasEntrySatisfying(Setting.BIND, value -> assertThat(value.text()).isEmpty())
        .hasEntrySatisfying(Setting.HOUR, value -> assertThat(value.text()).isEqualTo("20s"))
        .hasEntrySatisfying(
            Setting.ACCESS_LOG, value -> assertThat(value.place()).isEqualTo("t.yaml:5:13"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prot: 1      | t.yaml:1:1: no such setting: setting=prot; did you mean 'port'?",
        "Port: 1      | t.yaml:1:1: no such setting: setting=Port; did you mean 'port'?",
        "port:        | t.yaml:1:6: port must have one value, in quotes if it is empty",
        "'port: [1]'  | t.yaml:1:7: port must have one value, in quotes if it is empty",
        "port: {a: 1} | t.yaml:1:7: port must have one value, in quotes if it is empty",
        "- port       | t.yaml:1:1: a file of settings has one 'name: value' a line",
        "port         | t.yaml:1:1: a file of settings has one 'name: value' a line",
      })
  void read_mistake_isToldWithItsPlace(String text, String message) throws IOException {
    Path file = write(text + "\n");

    assertThatThrownBy(() -> SettingsFile.read(file, "t.yaml"))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  @Test
  void read_fileThatNamesAnotherFile_isRefused() throws IOException {
    Path file = write("config: other.yaml\n");

    assertThatThrownBy(() -> SettingsFile.read(file, "t.yaml"))
        .hasMessageStartingWith("t.yaml:1:1: no such setting: setting=config; ");
  }

  @Test
  void read_severalMistakes_areToldAtOnce() throws IOException {
    Path file = write("prot: 1\nport: 2\nport: 3\n");

    assertThatThrownBy(() -> SettingsFile.read(file, "t.yaml"))
        .hasMessage(
            """
            t.yaml:1:1: no such setting: setting=prot; did you mean 'port'?
            t.yaml:3:1: field stands twice: field=port first=2:1""");
  }

  @Test
  void read_largestFile_isRead() throws IOException {
    String text = "port: 1\n#";
    Path file = write(text + "x".repeat((64 << 10) - text.length()));

    assertThat(SettingsFile.read(file, "t.yaml")).hasSize(1);
    Files.writeString(file, Files.readString(file) + "x");
    assertThatThrownBy(() -> SettingsFile.read(file, "t.yaml"))
        .hasMessage("config must have at most 65536 bytes: config=t.yaml");
  }

  @Test
  void read_bytesThatAreNoText_areRefused() throws IOException {
    Path file = Files.write(folder.resolve("t.yaml"), new byte[] {'p', (byte) 0xff});

    assertThatThrownBy(() -> SettingsFile.read(file, "t.yaml"))
        .hasMessage("config cannot be read as UTF-8 text: config=t.yaml");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("t.yaml"), text);
  }
}
