package io.tallygate.policy.published;

import io.tallygate.policy.published.Row.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/** A table of a page in HTML, with the cells that span rows or columns said in each. */
final class HtmlTable {

  private static final int COLUMNS_MAX = 50;
  private static final int ROWSPAN_MAX = 1_000;

  /** A cell that the rows below have too. */
  private record Spanning(String text, int rowsLeft) {}

  private final Map<Integer, Spanning> spanning = new HashMap<>(); // by column
  private final List<Row> rows = new ArrayList<>();
  private List<String> head = List.of();
  private Kind kind = Kind.TEXT;

  private HtmlTable() {}

  /** The rows of this table; a table within a cell is text of the cell. */
  static List<Row> rows(Element table) {
    HtmlTable read = new HtmlTable();
    for (Element part : table.children()) {
      if (part.normalName().equals("tr")) {
        read.row(part);
      } else {
        part.children().stream().filter(tr -> tr.normalName().equals("tr")).forEach(read::row);
        read.spanning.clear(); // a span ends with its thead, tbody or tfoot
      }
    }
    return read.rows;
  }

  private void row(Element row) {
    List<String> cells = new ArrayList<>();
    kind = Kind.TEXT;
    for (Element cell : row.children()) {
      spanned(cells);
      String text = HtmlRows.text(cell);
      int columns = number(cell.attr("colspan"), COLUMNS_MAX);
      int below = number(cell.attr("rowspan"), ROWSPAN_MAX) - 1;
      for (int i = 0; i < columns && cells.size() < COLUMNS_MAX; i++) {
        if (below > 0) {
          spanning.put(cells.size(), new Spanning(text, below));
        }
        cells.add(i == 0 ? text : "");
      }
    }
    spanned(cells);
    if (cells.isEmpty()) {
      return;
    }
    if (rows.isEmpty() && head.isEmpty() && RowReader.isHead(cells)) {
      head = cells;
    } else {
      rows.add(new Row(HtmlRows.lineOf(row), kind, cells, head));
    }
  }

  /** Adds the cells from the rows above that come next. */
  private void spanned(List<String> cells) {
    Spanning above = spanning.get(cells.size());
    while (above != null && cells.size() < COLUMNS_MAX) {
      if (above.rowsLeft() == 1) {
        spanning.remove(cells.size());
      } else {
        spanning.put(cells.size(), new Spanning(above.text(), above.rowsLeft() - 1));
      }
      cells.add(above.text());
      kind = LimitWords.find(above.text()).isEmpty() ? kind : Kind.SPANNED;
      above = spanning.get(cells.size());
    }
  }

  private static int number(String attribute, int max) {
    return attribute.matches("[1-9][0-9]{0,8}") ? Math.min(max, Integer.parseInt(attribute)) : 1;
  }
}
