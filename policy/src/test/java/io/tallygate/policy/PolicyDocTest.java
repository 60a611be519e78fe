package io.tallygate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tallygate.limiter.policy.Algorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference page of the policy file says what the parser reads. */
final class PolicyDocTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final String PAGE = text(DOCS.resolve("reference/policy-file.md"));
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\S+)( bad)?\\n(.*?)^```$");

  private record Block(String language, String mark, String text) {}

  @ParameterizedTest
  @CsvSource({
    "## Fields of the file, FILE",
    "## Fields of a group, GROUP",
    "### Fields of a further limit, LIMIT",
    "## Fields of other, OTHER",
    "## Headers that re-route, HEADERS",
    "## Error texts, ERRORS"
  })
  void page_table_namesWhatTheParserKnows(String heading, String known) {
    List<String> names =
        switch (known) {
          case "FILE" -> PolicyReader.FIELDS;
          case "GROUP" -> GroupReader.FIELDS;
          case "LIMIT" -> GroupReader.LIMIT_FIELDS;
          case "OTHER" -> GroupReader.OTHER_FIELDS;
          case "HEADERS" -> Gate.REROUTING_HEADERS;
          default -> PolicyReader.ERROR_CODES;
        };

    assertThat(rows(heading)).extracting(row -> code(row.get(0))).isEqualTo(names);
  }

  @Test
  void page_wordsOfAField_areThoseOfTheParserAndTheFirstIsTheDefault() {
    assertWords("## Fields of the file", "window", PolicyReader.WINDOWS);
    assertWords("## Fields of the file", "case", PolicyReader.CASES);
    assertWords("## Fields of the file", "on-full", PolicyReader.ON_FULL);
    assertWords("## Fields of the file", "ietf-headers", PolicyReader.IETF_HEADERS);
    assertWords("## Fields of a group", "counter", GroupReader.COUNTERS);
  }

  private static void assertWords(String heading, String field, Map<String, ?> words) {
    List<String> row = row(heading, field);

    assertThat(NAME.matcher(row.get(1)).results().map(found -> found.group(1)))
        .containsExactlyElementsOf(words.keySet());
    assertThat(code(row.get(2))).isEqualTo(words.keySet().iterator().next());
  }

  @Test
  void page_defaults_areThoseOfAFileThatDoesNotSetThem() {
    PolicyFile file = PolicyFile.parse("f", "other: 1/hour");

    assertThat(code(row("## Fields of the file", "title").get(2))).isEqualTo(file.title());
    assertThat(code(row("## Fields of the file", "key-prefix").get(2)))
        .isEqualTo(file.gate().keyPrefix());
    assertThat(code(row("## Fields of other", "published").get(2)))
        .isEqualTo(Boolean.toString(file.policy().other().published()));
  }

  @Test
  void page_errorTexts_areThoseOfTheCode() {
    assertThat(rows("## Error texts"))
        .extracting(row -> code(row.get(0)) + " " + row.get(1) + " " + row.get(2))
        .containsExactlyElementsOf(
            Arrays.stream(ErrorCode.values())
                .map(code -> code.code() + " " + code.status() + " " + code.message())
                .toList());
  }

  @Test
  void page_limitsOfTheTable_areRead() {
    for (List<String> row : rows("## Limits")) {
      LimitText limit = LimitText.parse(code(row.get(0)));

      assertThat(Long.toString(limit.count())).isEqualTo(row.get(1));
      assertThat(limit.per()).isEqualTo(row.get(2).replaceFirst("^an? ", ""));
    }
  }

  @Test
  void page_algorithmsOfTheTable_areReadAndNoneIsMissing() {
    List<LimitText> limits =
        rows("### How a limit counts").stream()
            .map(row -> LimitText.parse(code(row.get(0))))
            .toList();

    assertThat(limits).extracting(LimitText::algorithm).contains(Algorithm.values());
    assertThat(limits).element(3).extracting(LimitText::burst).isEqualTo(LimitText.BURST);
  }

  @ParameterizedTest
  @CsvSource({"reference/policy-file.md, 8", "guide/policy.md, 5"})
  void page_yamlBlocks_areReadOrRefusedAsTold(String page, int count) {
    List<Block> blocks = blocks(text(DOCS.resolve(page)));
    int seen = 0;
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      if (!block.language().equals("yaml")) {
        continue;
      }
      seen++;
      if (block.mark().isEmpty()) {
        assertThat(PolicyFile.parse("limits.yaml", block.text())).isNotNull();
      } else {
        String told = blocks.get(i + 1).text().replace("slips.yaml", "limits.yaml");
        PolicyException refused =
            catchThrowableOfType(
                PolicyException.class, () -> PolicyFile.parse("limits.yaml", block.text()));
        assertThat(refused).as(block.text()).isNotNull();
        assertThat(told).endsWith(refused.getMessage() + "\n");
      }
    }

    assertThat(seen).isEqualTo(count);
  }

  private static String code(String cell) {
    Matcher name = NAME.matcher(cell);
    assertThat(name.find()).as(cell).isTrue();
    return name.group(1);
  }

  private static List<String> row(String heading, String field) {
    return rows(heading).stream()
        .filter(row -> row.get(0).equals("`" + field + "`"))
        .findFirst()
        .orElseThrow();
  }

  /** The first table below a heading, without its head. */
  private static List<List<String>> rows(String heading) {
    List<List<String>> rows = new ArrayList<>();
    String below = PAGE.substring(PAGE.indexOf(heading + "\n"));
    for (String line : below.lines().toList()) {
      if (line.startsWith("|")) {
        rows.add(Arrays.stream(line.substring(1).split("\\|", -1)).map(String::strip).toList());
      } else if (!rows.isEmpty()) {
        break;
      }
    }
    return rows.subList(2, rows.size());
  }

  private static List<Block> blocks(String page) {
    return BLOCK
        .matcher(page)
        .results()
        .map(
            found ->
                new Block(
                    found.group(1), found.group(2) == null ? "" : found.group(2), found.group(3)))
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
