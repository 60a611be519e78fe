package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide to a first policy, typed: its files saved, its commands run, what they show compared.
 * What needs calls through a server is typed by {@link PolicyTryIT}.
 */
final class PolicyGuideTest {

  private static final Path GUIDE = Path.of("..", "docs", "guide", "policy.md");

  /** "Save this as `limits.yaml`:" and the block below it, or a console block. */
  private static final Pattern STEP =
      Pattern.compile(
          "(?ms)Save\\s+this as `([^`]+)`:\\n\\n```[a-z].*?\\n(.*?)^```$|^```console\\n(.*?)^```$");

  private static final String PROMPT = "$ ./tallygate ";
  private static final String AFTER_CALLS = PROMPT + "policy try ";

  @TempDir Path folder;

  @Test
  void guide_typed_showsWhatItShows() throws IOException {
    Matcher step = STEP.matcher(Files.readString(GUIDE));
    int commands = 0;
    while (step.find()) {
      if (step.group(1) != null) {
        Files.writeString(folder.resolve(step.group(1)), step.group(2));
      } else if (!step.group(3).startsWith(AFTER_CALLS)) {
        type(step.group(3));
        commands++;
      }
    }

    assertThat(commands).isEqualTo(14);
  }

  private void type(String block) {
    int end = block.indexOf('\n');
    String command = block.substring(0, end);
    assertThat(command).startsWith(PROMPT);
    Run run = Cli.in(folder).run(command.substring(PROMPT.length()).split(" ", -1));

    assertThat((run.err() + run.out()).replace(folder + "/", ""))
        .as(command)
        .isEqualTo(block.substring(end + 1));
  }
}
