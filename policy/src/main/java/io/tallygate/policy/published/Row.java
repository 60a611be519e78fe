package io.tallygate.policy.published;

import java.util.List;

/**
 * A line of a page, or a row of a table, as a reader sees it: no markup but {@link Signs}.
 *
 * @param line of the source, counted from 1
 * @param cells at least one; a line that is no row of a table has one
 * @param head the cells of the table's head; empty if there is none
 */
record Row(int line, Kind kind, List<String> cells, List<String> head) {

  enum Kind {
    TITLE,
    TEXT,
    /** A row of a table with a limit that stands once for several rows. */
    SPANNED
  }

  Row {
    cells = List.copyOf(cells);
    head = List.copyOf(head);
  }

  static Row of(int line, List<String> cells, List<String> head) {
    return new Row(line, Kind.TEXT, cells, head);
  }

  Row withCells(List<String> value) {
    return new Row(line, kind, value, head);
  }

  /** What stands above a cell; empty if nothing does. */
  String head(int cell) {
    return cell < head.size() ? head.get(cell) : "";
  }

  /** All cells in one text, parted by {@link Signs#CELL}. */
  String text() {
    return String.join(Character.toString(Signs.CELL), cells);
  }

  /** As a message shows it. */
  String shown() {
    return Signs.removed(text());
  }
}
