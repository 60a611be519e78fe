package io.tallygate.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class LibraryGuideTest {

  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void guide_javaBlock_isTheExample() throws IOException {
    String guide = Files.readString(Path.of("../docs/guide/library.md"));
    String source =
        Files.readString(Path.of("src/main/java/io/tallygate/examples/LimitedService.java"));
    List<String> blocks =
        JAVA.matcher(guide).results().map((MatchResult block) -> block.group(1)).toList();
    assertThat(blocks).containsExactly(source.substring(source.indexOf("import ")));
  }
}
