package io.tallygate.policy.page;

import io.tallygate.policy.LimitText;
import io.tallygate.policy.page.Block.Bullets;
import io.tallygate.policy.page.Block.Gauges;
import io.tallygate.policy.page.Block.Heading;
import io.tallygate.policy.page.Block.Listing;
import io.tallygate.policy.page.Block.Paragraph;
import io.tallygate.policy.page.Block.Row;
import io.tallygate.policy.page.Block.Table;
import io.tallygate.policy.page.Gauge.Reading;
import io.tallygate.policy.page.Span.Call;
import io.tallygate.policy.page.Span.Code;
import io.tallygate.policy.page.Span.Link;
import io.tallygate.policy.page.Span.Strong;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the page in Markdown. */
final class Markdown {

  /** What can begin markup or HTML somewhere in a line. */
  private static final String SIGNS = "\\`*_[]<>|#&~!{}";

  private Markdown() {}

  static String of(List<Block> blocks) {
    return blocks.stream().map(Markdown::block).collect(Collectors.joining("\n"));
  }

  private static String block(Block block) {
    if (block instanceof Heading heading) {
      return "#".repeat(heading.level()) + " " + escaped(heading.text()) + "\n";
    }
    if (block instanceof Paragraph paragraph) {
      return line(paragraph.line()) + "\n";
    }
    if (block instanceof Bullets bullets) {
      return bullets.lines().stream()
          .map(line -> "- " + line(line) + "\n")
          .collect(Collectors.joining());
    }
    if (block instanceof Listing listing) {
      return "```http\n" + listing.text() + "```\n";
    }
    return block instanceof Gauges gauges ? gauges(gauges) : table((Table) block);
  }

  private static String gauges(Gauges gauges) {
    StringBuilder text =
        new StringBuilder("| Endpoint group | Your limit | Used | Left | Reset |\n");
    text.append("| --- | --- | --- | --- | --- |\n");
    for (Gauge gauge : gauges.gauges()) {
      for (Reading reading : gauge.readings()) {
        text.append("| ").append(escaped(gauge.group())).append(": ");
        text.append(line(gauge.endpoints())).append(" | ").append(escaped(reading.limit()));
        text.append(" | ").append(LimitText.grouped(reading.used()));
        text.append(" | ").append(LimitText.grouped(reading.left()));
        text.append(" | ").append(reading.reset()).append(" |\n");
      }
    }
    return text.toString();
  }

  private static String table(Table table) {
    StringBuilder text = new StringBuilder();
    text.append("| ").append(String.join(" | ", table.head())).append(" |\n|");
    text.append(String.join("|", Collections.nCopies(table.head().size(), " --- "))).append("|\n");
    for (Row row : table.rows()) {
      text.append(
          row.cells().stream()
              .map(Markdown::line)
              .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    return text.toString();
  }

  private static String line(List<Span> line) {
    return line.stream().map(Markdown::span).collect(Collectors.joining());
  }

  private static String span(Span span) {
    if (span instanceof Code || span instanceof Call) {
      return "`" + span.text() + "`"; // paths and names of fields, which have no ticks
    }
    if (span instanceof Strong) {
      return "**" + escaped(span.text()) + "**";
    }
    if (span instanceof Link link) {
      boolean plain = link.target().indexOf('(') < 0 && link.target().indexOf(')') < 0;
      String target = plain ? link.target() : "<" + link.target() + ">";
      return "[" + escaped(link.text()) + "](" + target + ")";
    }
    return escaped(span.text());
  }

  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (SIGNS.indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }
}
