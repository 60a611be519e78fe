package io.tallygate.policy.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.policy.LimitText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference page of the import says what is read. */
final class ImportDocTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "policy-import.md");

  @Test
  void page_lines_areReadAsTold() throws IOException {
    List<String[]> rows = rows("## What a line must say");

    assertThat(rows).hasSize(12);
    for (String[] row : rows) {
      PageImport read = PublishedPage.read("f", row[0]);
      List<String> said = PublishedPageTest.said(read.file().policy().all());

      assertThat(said.get(0)).isEqualTo(row[1]);
      assertThat(read.leftOut()).as(row[0]).isEmpty();
    }
  }

  @Test
  void page_units_areThoseOfTheCode() throws IOException {
    Map<String, String> ofPage = new TreeMap<>();
    for (String[] row : rows("## Units")) {
      ofPage.put(row[0], new TreeSet<>(List.of(row[1].split(", ", -1))).toString());
    }
    Map<String, String> ofCode =
        LimitWords.units().entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    unit -> said(unit.getValue()),
                    TreeMap::new,
                    Collectors.collectingAndThen(
                        Collectors.mapping(
                            Map.Entry::getKey, Collectors.toCollection(TreeSet::new)),
                        TreeSet::toString)));
    assertThat(ofPage).isEqualTo(ofCode);
  }

  private static String said(Duration unit) {
    String per = new LimitText(1, unit).per();
    return Character.isDigit(per.charAt(0)) ? per : "1 " + per;
  }

  @Test
  void page_bounds_areThoseOfTheCode() throws IOException {
    NumberFormat format = NumberFormat.getIntegerInstance(Locale.ROOT);

    assertThat(Files.readString(PAGE))
        .contains(PublishedPage.BYTES_MAX / (1 << 20) + " MiB")
        .contains(format.format(PublishedPage.LINES_MAX) + " lines")
        .contains(format.format(PublishedPage.TAGS_MAX) + " tags")
        .contains(format.format(RowReader.LINE_MAX) + " characters");
  }

  private static List<String[]> rows(String heading) throws IOException {
    String page = Files.readString(PAGE);
    String below = page.substring(page.indexOf(heading + "\n") + 3);
    int end = below.indexOf("\n## ");
    return (end < 0 ? below : below.substring(0, end))
        .lines()
        .filter(line -> line.startsWith("| `") || line.matches("\\| [0-9].*"))
        .map(line -> line.substring(2, line.length() - 2).replace("`", "").split(" \\| ", -1))
        .map(cells -> Arrays.copyOf(cells, 2))
        .toList();
  }
}
