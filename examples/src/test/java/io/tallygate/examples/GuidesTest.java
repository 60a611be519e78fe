package io.tallygate.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GuidesTest {

  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @CsvSource({
    "library.md, src/main/java/io/tallygate/examples/LimitedService.java",
    "calling-a-limited-api.md, src/main/java/io/tallygate/examples/LimitedCaller.java",
    "servlet.md, spring/src/main/java/io/tallygate/examples/spring/LimitedApplication.java"
  })
  void guide_javaBlock_isTheExample(String page, String example) throws IOException {
    String guide = Files.readString(Path.of("../docs/guide", page));
    String source = Files.readString(Path.of(example));
    List<String> blocks =
        JAVA.matcher(guide).results().map((MatchResult block) -> block.group(1)).toList();
    assertThat(blocks).containsExactly(source.substring(source.indexOf("import ")));
  }
}
