package io.tallygate.gateway.usage;

import java.time.Instant;

/**
 * Rows of usage as CSV (RFC 4180). A cell that a spreadsheet would take for a formula begins with
 * an apostrophe and stands in quotes, so that it is shown and not run.
 */
public final class UsageCsv {

  /** The first line. */
  public static final String HEAD = "key,group,start,admitted,refused,failed\r\n";

  private static final String FORMULA = "=+-@\t\r"; // what it begins with
  private static final String QUOTED = ",\"\r\n\t";

  private UsageCsv() {}

  /** One line; times are RFC 3339. */
  public static String line(UsageRow row) {
    Counts counts = row.counts();
    return cell(row.caller())
        + ','
        + cell(row.group())
        + ','
        + Instant.ofEpochSecond(row.startSecond())
        + ','
        + counts.admitted()
        + ','
        + counts.refused()
        + ','
        + counts.failed()
        + "\r\n";
  }

  /** A text as a cell. */
  public static String cell(String text) {
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    boolean quoted = formula || text.chars().anyMatch(one -> QUOTED.indexOf(one) >= 0);
    if (!quoted) {
      return text;
    }
    return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }
}
