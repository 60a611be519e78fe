package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Does what the guides on keys say, line by line, and sees what they show. */
final class KeysGuideIT {

  private static final String ID = "key_4mJx0Qb9TzLw";
  private static final String OWNER = "own_7hTq2VbX0cRd";
  private static final String KEY = "vg_key_…";
  private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir Path folder;
  @TempDir Path elsewhere;

  /** Where the commands are typed. */
  private enum Door {
    BESIDE_THE_FOLDER,
    BESIDE_POSTGRESQL,
    ON_ANOTHER_MACHINE
  }

  /** A command of the guide, and the lines that it shows below. */
  private record Step(String line, List<String> shown) {}

  @ParameterizedTest
  @CsvSource({
    "keys.md, 21, BESIDE_THE_FOLDER",
    "keys.md, 21, ON_ANOTHER_MACHINE",
    "raise-a-limit.md, 14, BESIDE_THE_FOLDER",
    "raise-a-limit.md, 14, ON_ANOTHER_MACHINE"
  })
  void guide_eachCommand_showsWhatThePageShows(String page, int commands, Door door)
      throws Exception {
    type(page, commands, door, "");
  }

  @ParameterizedTest
  @Tag("needs-postgresql")
  @CsvSource({"keys.md, 21", "raise-a-limit.md, 14"})
  void guide_onPostgresql_showsTheSame(String page, int commands) throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      type(page, commands, Door.BESIDE_POSTGRESQL, server.database().url());
    }
  }

  private void type(String page, int commands, Door door, String database) throws Exception {
    try (Lifetime lifetime = new Lifetime()) {
      Map<String, String> environment =
          database.isEmpty() ? Map.of() : Map.of("TALLYGATE_DB", database);
      Cli here = new Cli(environment, folder, Ticker.SYSTEM);
      Map<Setting, String> given = new EnumMap<>(Setting.class);
      given.putAll(
          Map.of(
              Setting.PORT, "0",
              Setting.ADMIN_PORT, "0",
              Setting.DATA, "tallygate-data"));
      if (!database.isEmpty()) {
        given.put(Setting.DB, database);
      }
      String screen = new Demo(here.surroundings(), lifetime, note -> {}).start(given);
      String gateway = Cli.word(screen, "gateway");
      Cli cli = door != Door.ON_ANOTHER_MACHINE ? here : remote(Cli.word(screen, "admin"));
      String id = ID;
      String owner = OWNER;
      String key = KEY;
      List<Step> steps = steps(page);
      assertThat(steps).hasSize(commands);
      for (Step step : steps) {
        String line = step.line().replace(ID, id).replace(OWNER, owner).replace(KEY, key);
        if (line.startsWith("./tallygate ")) {
          Run run = cli.run(words(line).toArray(String[]::new));
          assertThat(run.err()).as(line).isEmpty();
          id = line.contains("key create") ? field(run, "id") : id;
          key = run.out().contains("\nkey ") ? field(run, "key") : key;
          owner = line.contains("owner create") ? field(run, "id") : owner;
          String out = run.out().replace(id, ID).replace(owner, OWNER).replace(key, KEY);
          assertThat(out.lines().toList()).as(line).containsAll(step.shown());
        } else {
          String sent = line.replace("http://127.0.0.1:8080", gateway);
          Await.until(() -> shows(sent, step.shown()));
        }
      }
    }
  }

  /** All that another machine knows: an address, and a token. */
  private Cli remote(String admin) throws Exception {
    String token = Files.readString(folder.resolve("tallygate-data").resolve("admin-token"));
    return new Cli(
        Map.of("TALLYGATE_ADMIN_URL", admin, "TALLYGATE_ADMIN_TOKEN", token.strip()),
        elsewhere,
        Ticker.SYSTEM);
  }

  private static String field(Run run, String name) {
    return Cli.word(run.out(), name);
  }

  private static boolean shows(String curl, List<String> shown) throws Exception {
    List<String> words = words(curl);
    String method = words.contains("POST") ? "POST" : "GET";
    String[] field = words.get(words.indexOf("-H") + 1).split(": ", -1);
    Http answer = Http.call(method, words.get(words.size() - 1), Map.of(field[0], field[1]));
    List<String> lines = new ArrayList<>();
    answer
        .fields()
        .forEach(
            (name, values) ->
                lines.add(name == null ? values.get(0) : name + ": " + values.get(0)));
    return lines.containsAll(shown);
  }

  /** The words behind the name of the command. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return words.subList(1, words.size());
  }

  private static List<Step> steps(String page) throws Exception {
    List<Step> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(Path.of("..", "docs", "guide", page)));
    while (block.find()) {
      for (String line : block.group(1).lines().toList()) {
        if (line.startsWith("$ ")) {
          steps.add(new Step(line.substring(2), new ArrayList<>()));
        } else {
          steps.get(steps.size() - 1).shown().add(line);
        }
      }
    }
    return steps;
  }
}
