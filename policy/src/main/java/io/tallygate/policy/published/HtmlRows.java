package io.tallygate.policy.published;

import io.tallygate.policy.published.Row.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.parser.Tag;
import org.jsoup.select.NodeFilter;

/** The rows of a page in HTML: those of its tables and definition lists, and its lines. */
final class HtmlRows implements NodeFilter {

  private static final int DEPTH_MAX = 64;
  private static final Set<String> UNSEEN = Set.of("script", "style", "template", "head", "svg");
  private static final Set<String> CODE = Set.of("code", "kbd", "tt", "samp");

  private final List<Row> rows = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private int number = 1;
  private boolean titled;

  private HtmlRows() {}

  static List<Row> of(String source) {
    Parser parser = Parser.htmlParser().setTrackPosition(true).setMaxDepth(DEPTH_MAX);
    Document page = parser.parseInput(source, "");
    HtmlRows rows = new HtmlRows();
    page.body().filter(rows);
    rows.endLine();
    return rows.rows;
  }

  @Override
  public FilterResult head(Node node, int depth) {
    if (node instanceof TextNode text) {
      words(text);
      return FilterResult.CONTINUE;
    }
    if (!(node instanceof Element element)) {
      return FilterResult.CONTINUE;
    }
    String name = element.normalName();
    if (UNSEEN.contains(name)) {
      return FilterResult.SKIP_ENTIRELY;
    }
    if (name.equals("table") || name.equals("dl") || (name.equals("h1") && !titled)) {
      endLine();
      structured(element, name);
      return FilterResult.SKIP_ENTIRELY;
    }
    if (element.isBlock() || name.equals("br")) {
      endLine();
    } else {
      inline(element, line);
    }
    return FilterResult.CONTINUE;
  }

  @Override
  public FilterResult tail(Node node, int depth) {
    if (node instanceof Element element) {
      if (element.isBlock()) {
        endLine();
      } else if (CODE.contains(element.normalName())) {
        line.append(Signs.CODE_END);
      }
    }
    return FilterResult.CONTINUE;
  }

  private void structured(Element element, String name) {
    switch (name) {
      case "table" -> rows.addAll(HtmlTable.rows(element));
      case "dl" -> definitions(element);
      default -> {
        titled = true;
        String title = Signs.removed(text(element));
        rows.add(new Row(lineOf(element), Kind.TITLE, List.of(title), List.of()));
      }
    }
  }

  /** What is defined stands in one cell, what is said of it in another. */
  private void definitions(Element list) {
    StringBuilder terms = new StringBuilder();
    StringBuilder said = new StringBuilder();
    int first = lineOf(list);
    for (Element part : list.select("> dt, > dd, > div > dt, > div > dd")) {
      if (part.normalName().equals("dt") && said.length() > 0) {
        definition(first, terms, said);
      }
      if (terms.length() == 0) {
        first = lineOf(part);
      }
      StringBuilder to = part.normalName().equals("dt") ? terms : said;
      to.append(to.length() == 0 ? "" : ", ").append(text(part));
    }
    definition(first, terms, said);
  }

  private void definition(int first, StringBuilder terms, StringBuilder said) {
    rows.add(
        Row.of(
            first,
            List.of(Signs.collapsed(terms.toString()), Signs.collapsed(said.toString())),
            List.of()));
    terms.setLength(0);
    said.setLength(0);
  }

  private void words(TextNode text) {
    if (line.length() == 0) {
      if (text.isBlank()) {
        return;
      }
      number = lineOf(text);
    }
    line.append(text.getWholeText());
  }

  private void endLine() {
    String text = Signs.collapsed(line.toString());
    line.setLength(0);
    if (!text.isEmpty()) {
      rows.add(Row.of(number, List.of(text), List.of()));
    }
  }

  static int lineOf(Node node) {
    return Math.max(1, node.sourceRange().start().lineNumber());
  }

  /** The text of an element in one line. */
  static String text(Element element) {
    StringBuilder text = new StringBuilder();
    element.filter(new InlineText(text));
    return Signs.collapsed(text.toString());
  }

  private static void inline(Element element, StringBuilder text) {
    if (CODE.contains(element.normalName())) {
      text.append(Signs.CODE);
    } else if (!Tag.isKnownTag(element.normalName())) {
      text.append('<').append(element.tagName()).append('>'); // a parameter: /files/<id>
    }
  }

  private record InlineText(StringBuilder text) implements NodeFilter {

    @Override
    public FilterResult head(Node node, int depth) {
      if (node instanceof TextNode words) {
        text.append(words.getWholeText());
      } else if (node instanceof Element element && depth > 0) {
        if (UNSEEN.contains(element.normalName())) {
          return FilterResult.SKIP_ENTIRELY;
        }
        if (element.isBlock() || element.normalName().equals("br")) {
          text.append(' ');
        } else {
          inline(element, text);
        }
      }
      return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
      if (node instanceof Element element && depth > 0) {
        if (CODE.contains(element.normalName())) {
          text.append(Signs.CODE_END);
        } else if (element.isBlock()) {
          text.append(' ');
        }
      }
      return FilterResult.CONTINUE;
    }
  }
}
