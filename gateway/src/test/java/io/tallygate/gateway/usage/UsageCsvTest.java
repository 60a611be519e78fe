package io.tallygate.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of CSV, and what a spreadsheet must not run. */
final class UsageCsvTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          key_1          | key_1
          a,b            | "a,b"
          say "x" y      | "say ""x"" y"
          =1+1           | "'=1+1"
          =cmd("x")      | "'=cmd(""x"")"
          +1             | "'+1"
          -1             | "'-1"
          @SUM(A1)       | "'@SUM(A1)"
          a=1            | a=1
          ``             | ``
          """)
  void cell_text_isShownAndNotRun(String text, String cell) {
    assertThat(UsageCsv.cell(text)).isEqualTo(cell);
  }

  @Test
  void cell_withControls_isQuoted() {
    assertThat(UsageCsv.cell("\t=1")).isEqualTo("\"'\t=1\"");
    assertThat(UsageCsv.cell("\r=1")).isEqualTo("\"'\r=1\"");
    assertThat(UsageCsv.cell("a\nb")).isEqualTo("\"a\nb\"");
  }

  @Test
  void line_row_hasAColumnForEachOfTheHead() {
    UsageRow row = new UsageRow("key_1", "-x", 1_795_510_800, new Counts(3, 2, 1));

    assertThat(UsageCsv.line(row)).isEqualTo("key_1,\"'-x\",2026-11-24T09:00:00Z,3,2,1\r\n");
    assertThat(UsageCsv.HEAD).isEqualTo("key,group,start,admitted,refused,failed\r\n");
  }
}
