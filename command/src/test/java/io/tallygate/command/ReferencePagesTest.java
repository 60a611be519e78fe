package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the generated pages; {@code -Dtallygate.docs=write} writes them anew. */
final class ReferencePagesTest {

  private static final Path FOLDER = Path.of("..", "docs", "reference");

  @Test
  void commandPage_isWhatTheCommandsSay() throws IOException {
    check("command.md", ReferencePages.command());
  }

  @Test
  void settingsPage_isTheTableOfSettings() throws IOException {
    check("settings.md", ReferencePages.settings());
  }

  private static void check(String page, String text) throws IOException {
    Path file = FOLDER.resolve(page);
    if ("write".equals(System.getProperty("tallygate.docs"))) {
      Files.writeString(file, text);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as(
            "docs/reference/%s is out of date; write it anew with:"
                + " ./mvnw -q -Dquick -pl command -am test -Dtest=ReferencePagesTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dtallygate.docs=write",
            page)
        .isEqualTo(text);
  }
}
