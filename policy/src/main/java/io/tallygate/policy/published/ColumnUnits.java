package io.tallygate.policy.published;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers whose time stands in another place of the table, written out as limits. */
final class ColumnUnits {

  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9,]*(?:\\.[0-9]+)? ?[kKM]?");
  private static final Pattern NUMBER_OF_REQUESTS =
      Pattern.compile("([0-9][0-9,.]* ?[kKM]?) ?" + LimitWords.REQUESTS + "?");

  /** A head such as {@code Requests per minute}, {@code Limit (per 15 minutes)}. */
  private static final Pattern HEAD =
      Pattern.compile(
          "(?:max(?:imum)? )?(?:"
              + LimitWords.REQUESTS
              + "|limit|rate limit) ?\\(?(?:/|per) ?((?:[0-9]{1,9} )?[a-z]+)\\)?");

  private static final Pattern SHORT_HEAD = Pattern.compile("\\(?([rq]p[smhd])\\)?");
  private static final Set<String> TIMES =
      Set.of("per", "period", "window", "interval", "time window", "unit");
  private static final Pattern TIME =
      Pattern.compile("(?:(?:per|every|/) ?)?((?:[0-9]{1,9} )?[a-z]+)");

  private ColumnUnits() {}

  /** The row's cells; a cell that became a limit is the only one of its column that may. */
  static Row applied(Row row) {
    if (row.head().isEmpty()) {
      return row;
    }
    List<String> cells = new ArrayList<>(row.cells());
    for (int i = 0; i < cells.size(); i++) {
      String unit = unit(row.head(i));
      if (!unit.isEmpty() && NUMBER.matcher(cells.get(i)).matches()) {
        cells.set(i, cells.get(i) + unit);
      }
    }
    timed(row, cells);
    return row.withCells(cells);
  }

  /** Whether a column's head says in which time its numbers are. */
  static boolean hasUnit(String head) {
    return !unit(head).isEmpty();
  }

  private static String unit(String head) {
    String lower = head.toLowerCase(Locale.ROOT);
    Matcher unit = HEAD.matcher(lower);
    if (unit.matches()) {
      return " requests per " + unit.group(1);
    }
    Matcher brief = SHORT_HEAD.matcher(lower);
    return brief.matches() ? " " + brief.group(1) : "";
  }

  /** One column of numbers and one of times. */
  private static void timed(Row row, List<String> cells) {
    int number = -1;
    int time = -1;
    for (int i = 0; i < cells.size(); i++) {
      String head = row.head(i).toLowerCase(Locale.ROOT);
      if (TIMES.contains(head)) {
        time = time < 0 ? i : cells.size();
      } else if (NUMBER_OF_REQUESTS.matcher(cells.get(i)).matches()) {
        number = number < 0 ? i : cells.size();
      }
    }
    if (number < 0 || time < 0 || number == cells.size() || time == cells.size()) {
      return;
    }
    Matcher count = NUMBER_OF_REQUESTS.matcher(cells.get(number));
    Matcher unit = TIME.matcher(cells.get(time).toLowerCase(Locale.ROOT));
    if (count.matches() && unit.matches()) {
      cells.set(number, count.group(1) + " requests per " + unit.group(1));
      cells.set(time, "");
    }
  }
}
