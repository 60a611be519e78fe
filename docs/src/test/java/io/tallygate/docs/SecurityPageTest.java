package io.tallygate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on security names tests that there are, at least one for each item. */
final class SecurityPageTest {

  private static final Pattern ITEM = Pattern.compile("(?m)^## (API\\d+): ");
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z]\\w*(?:Test|IT|Contract))(?:\\.(\\w+))?`");

  private static final Repository REPOSITORY = Repository.here();

  private static List<String> missing(String page) {
    List<String> missing = new ArrayList<>();
    Matcher named = NAMED.matcher(page);
    while (named.find()) {
      String file = "/" + named.group(1) + ".java";
      boolean isThere =
          REPOSITORY.files(".java").stream()
              .filter(path -> path.contains("src/test/") && path.endsWith(file))
              .anyMatch(path -> has(path, named.group(2)));
      if (!isThere) {
        missing.add(named.group());
      }
    }
    return missing;
  }

  private static boolean has(String path, String method) {
    return method == null || REPOSITORY.read(path).contains("void " + method + "(");
  }

  @Test
  void page_eachTestThatItNames_isThere() {
    assertThat(missing(REPOSITORY.read("docs/design/security.md"))).isEmpty();
    assertThat(missing("`CallerIT.nobody_didThis`, `NoSuchIT`"))
        .containsExactly("`CallerIT.nobody_didThis`", "`NoSuchIT`");
  }

  @Test
  void page_eachItem_namesATest() {
    String page = REPOSITORY.read("docs/design/security.md");
    List<String> items = new ArrayList<>();
    for (String section : page.split("(?m)^(?=## )", -1)) {
      Matcher item = ITEM.matcher(section);
      if (item.find()) {
        items.add(item.group(1));
        assertThat(NAMED.matcher(section).find()).as(item.group(1)).isTrue();
      }
    }
    assertThat(items).hasSize(10).doesNotHaveDuplicates();
  }
}
