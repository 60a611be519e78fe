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
  private static final Repository REPOSITORY = Repository.here();

  @Test
  void page_eachTestThatItNames_isThere() {
    String page = REPOSITORY.read("docs/design/security.md");
    assertThat(NamedTests.missing(REPOSITORY, page)).isEmpty();
  }

  @Test
  void page_eachItem_namesATest() {
    String page = REPOSITORY.read("docs/design/security.md");
    List<String> items = new ArrayList<>();
    for (String section : page.split("(?m)^(?=## )", -1)) {
      Matcher item = ITEM.matcher(section);
      if (item.find()) {
        items.add(item.group(1));
        assertThat(NamedTests.isThereOne(section)).as(item.group(1)).isTrue();
      }
    }
    assertThat(items).hasSize(10).doesNotHaveDuplicates();
  }
}
