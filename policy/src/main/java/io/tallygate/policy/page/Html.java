package io.tallygate.policy.page;

import io.tallygate.policy.page.Block.Bullets;
import io.tallygate.policy.page.Block.Heading;
import io.tallygate.policy.page.Block.Listing;
import io.tallygate.policy.page.Block.Paragraph;
import io.tallygate.policy.page.Block.Table;
import io.tallygate.policy.page.Span.Code;
import io.tallygate.policy.page.Span.Link;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the page as one HTML file. */
final class Html {

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>TITLE</title>
      <style>
      :root { --text: #1b1f24; --back: #ffffff; --line: #c9d1d9; --soft: #f3f5f7; --link: #0550ae; }
      @media (prefers-color-scheme: dark) {
        :root { --text: #e6edf3; --back: #0d1117; --line: #3d444d; --soft: #1b222b;
          --link: #79b8ff; }
      }
      body { margin: 0; background: var(--back); color: var(--text);
        font: 1rem/1.6 system-ui, sans-serif; }
      main { max-width: 50rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
      h1, h2 { line-height: 1.25; }
      h2 { margin-top: 2.5rem; }
      a { color: var(--link); }
      code { background: var(--soft); border-radius: 0.25rem; padding: 0.1em 0.3em;
        font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
      pre { background: var(--soft); border-radius: 0.5rem; padding: 1rem; overflow-x: auto; }
      pre code { padding: 0; overflow-wrap: normal; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; }
      th, td { border-bottom: 1px solid var(--line); padding: 0.5rem 0.75rem 0.5rem 0;
        text-align: left; vertical-align: top; }
      li { margin: 0.4rem 0; }
      </style>
      </head>
      <body>
      <main>
      """;

  private static final String FOOT =
      """
      </main>
      </body>
      </html>
      """;

  private Html() {}

  static String of(String title, List<Block> blocks) {
    StringBuilder html = new StringBuilder(HEAD.replace("TITLE", escaped(title)));
    String section = "";
    for (Block block : blocks) {
      section = block instanceof Heading heading ? heading.text() : section;
      html.append(block(block, section));
    }
    return html.append(FOOT).toString();
  }

  private static String block(Block block, String section) {
    if (block instanceof Heading heading) {
      return heading.level() == 1
          ? "<h1>" + escaped(heading.text()) + "</h1>\n"
          : "<h2 id=\"" + id(heading.text()) + "\">" + escaped(heading.text()) + "</h2>\n";
    }
    if (block instanceof Paragraph paragraph) {
      return "<p>" + line(paragraph.line()) + "</p>\n";
    }
    if (block instanceof Bullets bullets) {
      return bullets.lines().stream()
          .map(line -> "<li>" + line(line) + "</li>\n")
          .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
    }
    if (block instanceof Listing listing) {
      return "<pre tabindex=\"0\"><code>" + escaped(listing.text()) + "</code></pre>\n";
    }
    return table((Table) block, section);
  }

  /** A narrow screen scrolls the table, not the page; the keyboard reaches it. */
  private static String table(Table table, String section) {
    StringBuilder html = new StringBuilder();
    html.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"")
        .append(id(section))
        .append("\">\n<table>\n<thead>\n<tr>");
    table.head().forEach(cell -> html.append("<th scope=\"col\">").append(cell).append("</th>"));
    html.append("</tr>\n</thead>\n<tbody>\n");
    for (List<List<Span>> row : table.rows()) {
      html.append("<tr>");
      row.forEach(cell -> html.append("<td>").append(line(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    return html.append("</tbody>\n</table>\n</div>\n").toString();
  }

  private static String line(List<Span> line) {
    return line.stream().map(Html::span).collect(Collectors.joining());
  }

  private static String span(Span span) {
    String text = escaped(span.text());
    if (span instanceof Code) {
      return "<code>" + text + "</code>";
    }
    return span instanceof Link link
        ? "<a href=\"" + escaped(link.target()) + "\">" + text + "</a>"
        : text;
  }

  private static String id(String heading) {
    return heading.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
