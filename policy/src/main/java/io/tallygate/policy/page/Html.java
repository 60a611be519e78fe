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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the page as one HTML file. */
final class Html {

  /** Where the file is read. */
  enum Place {
    /** Anywhere, with nothing beside it. */
    FILE,
    /** At {@link PageForm#HTML}'s path, beside the other forms. */
    SERVED
  }

  private static final String STYLE = style();

  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src '"
          + hash(STYLE)
          + "'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** Four strokes and one across: a tally. Without an icon browsers ask the API for one. */
  private static final String ICON =
      "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
          + "%3Cpath d='M3 3v10M6 3v10M9 3v10M12 3v10M1 11L15 5' stroke='%230f7ab5'"
          + " stroke-width='1.6' stroke-linecap='round'/%3E%3C/svg%3E";

  private static final String ALTERNATES =
      """
      <link rel="alternate" type="text/markdown" href="%s">
      <link rel="alternate" type="application/json" href="%s">
      """
          .formatted(PageForm.MARKDOWN.path(), PageForm.JSON.path());

  /** What follows the last block. */
  static final String END =
      """
      </main>
      </body>
      </html>
      """;

  private Html() {}

  private static String style() {
    try (InputStream in = Html.class.getResourceAsStream("page.css")) {
      if (in == null) {
        throw new IllegalStateException("resource must be in the jar: resource=page.css");
      }
      return "\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a source of CSP names an element's text. */
  private static String hash(String text) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** What precedes the first block. */
  static String begin(String title, Place place) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <link rel="icon" href="%s">
        %s<style>%s</style>
        </head>
        <body>
        <main>
        """
        .formatted(escaped(title), ICON, place == Place.SERVED ? ALTERNATES : "", STYLE);
  }

  /** The blocks, from a heading on. */
  static String of(List<Block> blocks) {
    StringBuilder html = new StringBuilder();
    String section = "";
    for (Block block : blocks) {
      section = block instanceof Heading heading ? heading.text() : section;
      html.append(block(block, section));
    }
    return html.toString();
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
    return block instanceof Gauges gauges ? gauges(gauges) : table((Table) block, section);
  }

  /**
   * A narrow screen has a row's cells one below the other; they are a table all the same, which the
   * roles say. What is too wide even so is scrolled, not the page; the keyboard reaches it.
   */
  private static String table(Table table, String section) {
    StringBuilder html = new StringBuilder();
    html.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"")
        .append(id(section))
        .append("\">\n<table role=\"table\">\n<thead role=\"rowgroup\">\n<tr role=\"row\">");
    table
        .head()
        .forEach(
            cell ->
                html.append("<th scope=\"col\" role=\"columnheader\">")
                    .append(cell)
                    .append("</th>"));
    html.append("</tr>\n</thead>\n<tbody role=\"rowgroup\">\n");
    for (Row row : table.rows()) {
      html.append("<tr role=\"row\"");
      html.append(row.group().isEmpty() ? ">" : " data-group=\"" + row.group() + "\">");
      row.cells()
          .forEach(cell -> html.append("<td role=\"cell\">").append(line(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    return html.append("</tbody>\n</table>\n</div>\n").toString();
  }

  private static String gauges(Gauges gauges) {
    StringBuilder html = new StringBuilder("<ul class=\"gauges\">\n");
    for (Gauge gauge : gauges.gauges()) {
      html.append("<li>\n<h3>").append(escaped(gauge.group())).append("</h3>\n");
      html.append("<p class=\"calls\">").append(line(gauge.endpoints())).append("</p>\n");
      gauge.readings().forEach(reading -> reading(reading, html));
      html.append("</li>\n");
    }
    return html.append("</ul>\n").toString();
  }

  /** The bar is a picture of what the words say, so only eyes get it. */
  private static void reading(Reading reading, StringBuilder html) {
    html.append("<div class=\"gauge ");
    html.append(reading.level().name().toLowerCase(Locale.ROOT)).append("\">\n");
    html.append("<p class=\"left\"><span>").append(escaped(reading.limit()));
    html.append("</span> <span><b>").append(LimitText.grouped(reading.left()));
    html.append("</b> left</span></p>\n");
    html.append("<svg viewBox=\"0 0 1000 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    html.append("<rect width=\"").append(reading.barThousandths());
    html.append("\" height=\"8\"></rect></svg>\n");
    if (!reading.instant().isEmpty()) {
      html.append("<p class=\"reset\">").append(LimitText.grouped(reading.used()));
      html.append(" used, resets <time datetime=\"").append(reading.instant()).append("\">");
      html.append(escaped(reading.reset())).append("</time></p>\n");
    }
    html.append("</div>\n");
  }

  private static String line(List<Span> line) {
    return line.stream().map(Html::span).collect(Collectors.joining());
  }

  private static String span(Span span) {
    String text = escaped(span.text());
    if (span instanceof Code) {
      return "<code>" + text + "</code>";
    }
    if (span instanceof Call call) {
      return "<code><b>" + call.method() + "</b> " + escaped(call.pattern()) + "</code>";
    }
    if (span instanceof Strong) {
      return "<strong>" + text + "</strong>";
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
