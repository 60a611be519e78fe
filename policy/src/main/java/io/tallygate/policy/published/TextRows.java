package io.tallygate.policy.published;

import io.tallygate.policy.published.Row.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/** The rows of a page in Markdown, or of text that was copied from a browser. */
final class TextRows {

  private static final Pattern TITLE = Pattern.compile("# +(.*?)[ #]*");
  private static final Pattern FENCE = Pattern.compile(" {0,3}(```|~~~).*");
  private static final Pattern PREFIX =
      Pattern.compile("[ >]*(?:(?:[-*+\\u2022:]|#{1,6}|[0-9]{1,3}[.)]) +)?");
  private static final Pattern RULE = Pattern.compile("[ :\\uFDD2-]*-[ :\\uFDD2-]*");
  private static final Pattern LINK =
      Pattern.compile("!?\\[([^\\[\\]]{0,400})\\]\\((?:<[^<>]{0,800}>|[^()\\s<>]{0,800})\\)");
  private static final Pattern ENTITY = Pattern.compile("&#?[A-Za-z0-9]{1,32};");

  /** No sign of a wildcard: a star behind a slash is one. */
  private static final Pattern STRONG =
      Pattern.compile("(?<!/)\\*\\*|(?<![A-Za-z0-9/_])__|__(?= )");

  private static final Pattern TAG =
      Pattern.compile(
          "</?(?:a|b|br|code|dd|dl|dt|em|i|kbd|li|p|small|span|strong|sub|sup|table|tbody|td|th"
              + "|thead|tr|tt|ul)(?: [^<>]{0,400})?/?>",
          Pattern.CASE_INSENSITIVE);
  private static final String ESCAPABLE = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private final List<Row> rows = new ArrayList<>();
  private final Map<String, String> entities = new HashMap<>();
  private List<String> head = List.of();
  private boolean fenced;
  private boolean inTable;

  private TextRows() {}

  static List<Row> of(String source) {
    TextRows text = new TextRows();
    int number = 0;
    for (String line : (Iterable<String>) source.lines()::iterator) {
      text.line(++number, line);
    }
    return text.rows;
  }

  private void line(int number, String line) {
    if (FENCE.matcher(line).matches()) {
      fenced = !fenced;
      return;
    }
    if (line.length() > RowReader.LINE_MAX) {
      rows.add(Row.of(number, List.of(line), List.of()));
      return;
    }
    Matcher title = TITLE.matcher(line);
    if (!fenced && rows.isEmpty() && title.matches()) {
      String text = Signs.removed(inline(title.group(1)));
      rows.add(new Row(number, Kind.TITLE, List.of(text), List.of()));
      return;
    }
    String bare = line.substring(prefix(line));
    String text = fenced ? bare.replace('\t', Signs.CELL) : inline(bare);
    if (text.isBlank()) {
      inTable = false;
    } else if (!RULE.matcher(text).matches()) {
      row(number, cells(text));
    }
  }

  private static int prefix(String line) {
    Matcher prefix = PREFIX.matcher(line);
    return prefix.lookingAt() ? prefix.end() : 0;
  }

  private void row(int number, List<String> cells) {
    boolean table = cells.size() > 1;
    boolean first = table && !inTable;
    inTable = table;
    if (first && RowReader.isHead(cells)) {
      head = cells;
      return;
    }
    head = table && !first ? head : List.of();
    rows.add(Row.of(number, cells, head));
  }

  private static List<String> cells(String text) {
    String cell = Character.toString(Signs.CELL);
    String bare = text.strip();
    bare = bare.startsWith(cell) ? bare.substring(1) : bare;
    bare = bare.endsWith(cell) ? bare.substring(0, bare.length() - 1) : bare;
    return Arrays.stream(bare.split(cell, -1)).map(Signs::collapsed).toList();
  }

  /** A line without its markup. */
  private String inline(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length() && ESCAPABLE.indexOf(line.charAt(i + 1)) >= 0) {
        text.append((char) (Signs.ESCAPED + line.charAt(++i)));
      } else if (c == '`') {
        i = code(line, i, text);
      } else {
        text.append(c == '|' || c == '\t' ? Signs.CELL : c);
      }
    }
    String plain = LINK.matcher(text).replaceAll("$1");
    plain = STRONG.matcher(plain).replaceAll("");
    plain = TAG.matcher(plain).replaceAll(TextRows::inPlaceOf);
    plain =
        ENTITY
            .matcher(plain)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        entities.computeIfAbsent(
                            found.group(), name -> Parser.unescapeEntities(name, false))));
    return unescaped(plain);
  }

  private static String inPlaceOf(MatchResult tag) {
    String name = tag.group().replaceAll("[</>]", "").split(" ", 2)[0];
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "td", "th", "dt", "dd" -> tag.group().startsWith("</") ? "" : " " + Signs.CELL + " ";
      case "br", "li", "p", "tr" -> " ";
      default -> "";
    };
  }

  /** Copies a span of code; returns where its last tick stands. */
  private static int code(String line, int start, StringBuilder text) {
    int from = start;
    while (from < line.length() && line.charAt(from) == '`') {
      from++;
    }
    String ticks = line.substring(start, from);
    int to = line.indexOf(ticks, from);
    if (to < 0) {
      return from - 1; // never closed: the ticks mean nothing
    }
    text.append(Signs.code(escaped(line.substring(from, to).strip())));
    return to + ticks.length() - 1;
  }

  /** In code no sign is markup. */
  private static String escaped(String code) {
    StringBuilder escaped = new StringBuilder(code);
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (ESCAPABLE.indexOf(c) >= 0) {
        escaped.setCharAt(i, (char) (Signs.ESCAPED + c));
      }
    }
    return escaped.toString();
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder(text);
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c >= Signs.ESCAPED && c < Signs.ESCAPED + 0x80) {
        plain.setCharAt(i, (char) (c - Signs.ESCAPED));
      }
    }
    return plain.toString();
  }
}
