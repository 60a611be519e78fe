package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void adminApiPage_isWhatAServerSaysOfItself(@TempDir Path folder) throws IOException {
    try (Lifetime lifetime = new Lifetime()) {
      String screen =
          new Demo(Cli.in(folder).surroundings(), lifetime, note -> {})
              .start(Map.of(Setting.PORT, "0", Setting.ADMIN_PORT, "0"));
      Http document = Http.get(Cli.word(screen, "admin") + "/v1/openapi.json");
      String page = Files.readString(FOLDER.resolve("admin-api.md"));
      String byHand = page.substring(0, page.indexOf(AdminApiPage.BEGIN));
      check("admin-api.md", byHand + AdminApiPage.of(document.json()));
    }
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
