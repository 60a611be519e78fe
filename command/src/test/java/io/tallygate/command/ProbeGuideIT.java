package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import io.tallygate.limiter.clock.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what docs/guide/probe.md says, each time with a key that was not used yet. */
final class ProbeGuideIT {

  private static final Path GUIDE = Path.of("..", "docs", "guide", "probe.md");
  private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SCREEN = Pattern.compile("http://\\S+|vg_key_\\w+");
  private static final String PROMPT = "$ ./tallygate ";

  @TempDir Path folder;

  @Test
  void guide_eachCommand_showsWhatThePageShows() throws Exception {
    Matcher block = BLOCK.matcher(Files.readString(GUIDE));
    int commands = 0;
    while (block.find()) {
      commands += block(block.group(1));
    }

    assertThat(commands).isEqualTo(4);
  }

  private int block(String text) throws Exception {
    try (Lifetime lifetime = new Lifetime()) {
      Cli cli = new Cli(Map.of(), folder, Ticker.SYSTEM);
      Matcher screen =
          SCREEN.matcher(
              new Demo(cli.surroundings(), lifetime, note -> {})
                  .start(Map.of(Setting.PORT, "0", Setting.ADMIN_PORT, "0")));
      List<String> words = new ArrayList<>();
      while (screen.find()) {
        words.add(screen.group());
      }
      String key = words.stream().filter(it -> it.startsWith("vg_")).findFirst().orElseThrow();
      int commands = 0;
      List<String> shown = List.of();
      for (String line : text.lines().toList()) {
        if (line.startsWith(PROMPT)) {
          String typed =
              line.substring(PROMPT.length())
                  .replace("vg_key_…", key)
                  .replace("http://127.0.0.1:8080", words.get(0));
          Run run = cli.run(typed.split(" ", -1));
          assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
          shown = run.out().lines().toList();
          commands++;
        } else {
          assertThat(shown).contains(line);
        }
      }
      return commands;
    }
  }
}
