package io.tallygate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.header.HeaderFields;
import io.tallygate.policy.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The pages of the shelf reference against the code: what is in one is in the other. */
final class ReferenceTest {

  private static final Repository REPOSITORY = Repository.here();

  /** The cells of the tables between this heading and the next of its level, header rows not. */
  private static List<List<String>> rows(String page, String heading) {
    List<List<String>> rows = new ArrayList<>();
    boolean inSection = false;
    String level = heading.substring(0, heading.indexOf(' ') + 1);
    boolean below = false;
    for (String line : REPOSITORY.read(page).lines().toList()) {
      if (line.startsWith(level)) {
        inSection = line.equals(heading);
      } else if (!line.startsWith("|")) {
        below = false;
      } else if (line.startsWith("|---")) {
        below = true;
      } else if (inSection && below) {
        String[] cells = line.substring(1, line.length() - 1).split(" \\| ", -1);
        rows.add(Arrays.stream(cells).map(String::strip).toList());
      }
    }
    assertThat(rows).as("table under %s in %s", heading, page).isNotEmpty();
    return rows;
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  @Test
  void errors_ofCodeAndPage_areTheSame() {
    List<List<String>> ofPage =
        rows("docs/reference/errors.md", "## The codes").stream()
            .map(row -> row.subList(0, 3))
            .toList();
    List<List<String>> ofCode =
        Arrays.stream(ErrorCode.values())
            .map(it -> List.of(code(it.code()), Integer.toString(it.status()), it.message()))
            .toList();
    assertThat(ofPage).isEqualTo(ofCode);
  }

  @Test
  void errors_sayWhenAndWhatTheyCost() {
    assertThat(rows("docs/reference/errors.md", "## The codes"))
        .allSatisfy(
            row -> {
              assertThat(row).hasSize(5).doesNotContain("");
              assertThat(row.get(4)).matches("[01](; .+| if .+)?");
            });
  }

  @Test
  void responseFields_ofCodeAndPage_areTheSame() {
    List<String> ofPage =
        rows("docs/reference/headers.md", "## Response fields").stream()
            .map(row -> row.get(0))
            .filter(cell -> cell.startsWith("`X-R") || cell.startsWith("`R"))
            .toList();
    assertThat(ofPage).isEqualTo(HeaderFields.NAMES.stream().map(ReferenceTest::code).toList());
  }

  /** As health checks are called: whoever sets one up types what a page says. */
  private static final Pattern HEALTH = Pattern.compile("/[a-z]+z(?![a-z0-9._/-])");

  @Test
  void healthPaths_ofThePages_areServed() {
    Set<String> served =
        HEALTH
            .matcher(
                REPOSITORY.read(
                    "gateway/src/main/java/io/tallygate/gateway/admin/AdminServer.java"))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    assertThat(served).contains("/readyz");
    for (String page : REPOSITORY.files(".md")) {
      assertThat(HEALTH.matcher(REPOSITORY.read(page)).results().map(MatchResult::group))
          .as(page)
          .isSubsetOf(served);
    }
  }

  @Test
  void glossary_hasOneRowPerWord_inOrder() {
    List<String> words =
        rows("docs/reference/glossary.md", "# Glossary").stream().map(row -> row.get(0)).toList();
    assertThat(words).isEqualTo(List.copyOf(new TreeSet<>(words)));
  }
}
