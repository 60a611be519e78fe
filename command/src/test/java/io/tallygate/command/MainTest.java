package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class MainTest {

  private static final String SECRET = "vg_key_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17";

  @TempDir Path folder;

  @Test
  void noArguments_showHelpAndAreNotUnderstood() {
    Run run = Cli.in(folder).run();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("Usage: tallygate [-hV] COMMAND");
  }

  @Test
  void version_isThatOfTheBuild() {
    Run run = Cli.in(folder).run("--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).matches("tallygate \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\nJava \\d+.*\n");
  }

  static Stream<List<String>> commands() {
    List<List<String>> paths = new ArrayList<>();
    collect(Main.command(Cli.in(Path.of("")).surroundings()), List.of(), paths);
    return paths.stream();
  }

  private static void collect(CommandLine command, List<String> path, List<List<String>> into) {
    into.add(path);
    command
        .getSubcommands()
        .forEach(
            (name, child) ->
                collect(child, Stream.concat(path.stream(), Stream.of(name)).toList(), into));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_ofEachCommand_hasAnExample(List<String> path) {
    Run run = Cli.in(folder).run(with(path, "--help"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Usage: tallygate").containsPattern("Examples?:\n  tallygate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--hlep", "serve --hlep", "key --hlep", "key list --hlep=x"})
  void unknownOption_ofAnyCommand_isNotUnderstood(String args) {
    Run run = Cli.in(folder).run(args.split(" ", -1));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("tallygate: no such option: option=--hlep; did you mean '--help'?\n");
  }

  private static String[] with(List<String> path, String last) {
    return Stream.concat(path.stream(), Stream.of(last)).toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "srve | no such command: command=srve; did you mean 'serve'?",
        "key lst | no such command: command=lst; did you mean 'list'?",
        "key create | missing required option: '--name=NAME'",
        "limit set | missing required parameters: 'ID', 'GROUP|all', 'LIMIT'",
        "config --port | missing required parameter for option '--port' (N)",
        "serve --port 1 --port 2 | option '--port' (N) should be specified only once",
        "config extra | too many arguments: surplus=1",
      })
  void arguments_notUnderstood_areOneLineAndTheWayOut(String args, String message) {
    Run run = Cli.in(folder).run(args.split(" ", -1));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines().toList()).hasSize(2);
    assertThat(run.err()).startsWith("tallygate: " + message).contains("--help`\n");
  }

  @ParameterizedTest
  @CsvSource({
    "SECRET",
    "key SECRET",
    "key revoke SECRET",
    "key revoke key_000000000000 SECRET",
    "key SECRET revoke",
    "limit set SECRET files 1/hour",
    "limit list SECRET",
    "limit drain SECRET files",
    "limit SECRET",
    "config SECRET",
    "config --SECRET",
  })
  void secret_whereverItIsPasted_isNotRepeated(String args) {
    Run run = Cli.in(folder).run(args.replace("SECRET", SECRET).split(" ", -1));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out() + run.err()).doesNotContain(SECRET.substring(7)).isNotEmpty();
  }

  @Test
  void serve_withoutPolicy_refusesWithTheWayOut() {
    Run run = Cli.in(folder).run("serve", "--upstream", "http://127.0.0.1:9000");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "tallygate: policy is not set; give --policy FILE (`tallygate policy new` makes a"
                + " first one), or --policy videogen\n");
  }

  @Test
  void serve_withoutUpstream_refusesWithTheWayOut() {
    Run run = Cli.in(folder).run("serve", "--policy", "videogen");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("tallygate: upstream is not set; give --upstream http://");
  }

  @Test
  void serve_policyWithMistakes_failsWithAllOfThemAndMakesNothing() throws IOException {
    Files.writeString(folder.resolve("limits.yaml"), "othr: 1/hour\n");

    Run run =
        Cli.in(folder)
            .run("serve", "--upstream", "http://127.0.0.1:9000", "--policy", "limits.yaml");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.startsWith("tallygate: " + folder.resolve("limits.yaml") + ":1:"));
    assertThat(folder.resolve("tallygate-data")).doesNotExist();
  }

  @Test
  void config_table_saysWhereEachIsSet() throws IOException {
    Files.writeString(folder.resolve("tallygate.yaml"), "hour: 20s\n");

    Run run = Cli.in(folder).with("TALLYGATE_PORT", "9090").run("config", "--in-flight", "7");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .hasSize(Setting.values().length + 1)
        .contains(
            "port                  9090              TALLYGATE_PORT",
            "hour                  20s               tallygate.yaml:1:7",
            "in-flight             7                 command line",
            "drain                 30s               default",
            "upstream              -                 default",
            "config                tallygate.yaml    default, for it is here");
  }

  @Test
  void config_json_hasEverySetting() {
    Run run = Cli.in(folder).run("config", "--json", "--pass-key", "--access-log=false");

    assertThat(Json.MAPPER.readTree(run.out()))
        .hasSize(Setting.values().length)
        .anySatisfy(
            node -> {
              assertThat(node.get("setting").asString()).isEqualTo("pass-key");
              assertThat(node.get("value").asString()).isEqualTo("true");
              assertThat(node.get("setIn").asString()).isEqualTo("command line");
            });
  }

  @Test
  void config_valueOutOfRange_isNotUnderstood() {
    Run run = Cli.in(folder).run("config", "--port", "65536");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("tallygate: port must be 0 to 65535: port=65536\n");
    assertThat(Cli.in(folder).run("config", "--port", "65535").exitCode()).isZero();
  }

  @Test
  void db_password_isNeverPrinted() {
    String url = "postgres://tally:hidden%2F@127.0.0.1:1/keys";
    for (String[] args :
        List.of(
            new String[] {"config"},
            new String[] {"config", "--json"},
            new String[] {"key", "list"},
            new String[] {"limit", "list"})) {
      Run run = Cli.in(folder).with("TALLYGATE_DB", url).run(args);
      assertThat(run.out() + run.err())
          .contains("postgres://tally@127.0.0.1:1/keys")
          .doesNotContain("hidden");
    }
    for (String wrong : List.of("postgres://tally:hidden@h", "tally:hidden", "db://a:hidden@h/n")) {
      Run run = Cli.in(folder).with("TALLYGATE_DB", wrong).run("key", "list");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).startsWith("tallygate: TALLYGATE_DB: db must ");
      assertThat(run.err() + Cli.in(folder).with("TALLYGATE_DB", wrong).run("config").out())
          .doesNotContain("hidden");
    }
  }
}
