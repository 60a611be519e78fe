package io.tallygate.policy.page;

import io.tallygate.policy.page.Block.Bullets;
import io.tallygate.policy.page.Block.Heading;
import io.tallygate.policy.page.Block.Listing;
import io.tallygate.policy.page.Block.Paragraph;
import io.tallygate.policy.page.Block.Table;
import io.tallygate.policy.page.Span.Code;
import io.tallygate.policy.page.Span.Link;
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
    return table((Table) block);
  }

  private static String table(Table table) {
    StringBuilder text = new StringBuilder();
    text.append("| ").append(String.join(" | ", table.head())).append(" |\n|");
    text.append(String.join("|", Collections.nCopies(table.head().size(), " --- "))).append("|\n");
    for (List<List<Span>> row : table.rows()) {
      text.append(
          row.stream().map(Markdown::line).collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    return text.toString();
  }

  private static String line(List<Span> line) {
    return line.stream().map(Markdown::span).collect(Collectors.joining());
  }

  private static String span(Span span) {
    if (span instanceof Code code) {
      return "`" + code.text() + "`"; // paths and names of fields, which have no ticks
    }
    if (span instanceof Link link) {
      boolean plain = link.target().indexOf('(') < 0 && link.target().indexOf(')') < 0;
      String target = plain ? link.target() : "<" + link.target() + ">";
      return "[" + escaped(link.text()) + "](" + target + ")";
    }
    return escaped(span.text());
  }

  private static String escaped(String text) {
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
