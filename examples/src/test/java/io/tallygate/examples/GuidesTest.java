package io.tallygate.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GuidesTest {

  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @CsvSource({
    "library.md, LimitedService",
    "calling-a-limited-api.md, LimitedCaller",
    "videogen-client.md, MakeClip AwaitMany ListVoices",
    "servlet.md, spring/LimitedApplication"
  })
  void guide_javaBlocks_areTheExamples(String page, String examples) throws IOException {
    String guide = Files.readString(Path.of("../docs/guide", page));
    List<String> sources = new ArrayList<>();
    for (String example : examples.split(" ", -1)) {
      String module = example.substring(0, example.indexOf('/') + 1); // of its own, or this one
      Path file = Path.of(module + "src/main/java/io/tallygate/examples", example + ".java");
      String source = Files.readString(file);
      sources.add(source.substring(source.indexOf("import ")));
    }
    List<String> blocks =
        JAVA.matcher(guide).results().map((MatchResult block) -> block.group(1)).toList();
    assertThat(blocks).isEqualTo(sources);
  }
}
