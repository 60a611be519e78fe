package io.tallygate.policy.page;

import java.util.List;

/** A part of the page, from its left edge to its right. */
sealed interface Block {

  /** A heading; level 1 is the page's title, of which there is one. */
  record Heading(int level, String text) implements Block {}

  record Paragraph(List<Span> line) implements Block {}

  record Bullets(List<List<Span>> lines) implements Block {}

  /** What is sent, letter by letter. */
  record Listing(String text) implements Block {}

  /** Rows of cells under a head. */
  record Table(List<String> head, List<Row> rows) implements Block {}

  /**
   * A row of a table.
   *
   * @param group the policy's group that it is about; empty if it is about something else
   */
  record Row(String group, List<List<Span>> cells) {}

  /** How full each of a key's counters is. */
  record Gauges(List<Gauge> gauges) implements Block {}
}
