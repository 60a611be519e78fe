package io.tallygate.policy.published;

import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.policy.LimitText;
import io.tallygate.policy.published.Reading.EndpointsOnly;
import io.tallygate.policy.published.Reading.LimitsOnly;
import io.tallygate.policy.published.Reading.NotUnderstood;
import io.tallygate.policy.published.Reading.Understood;
import io.tallygate.policy.published.Token.Endpoints;
import io.tallygate.policy.published.Token.Note;
import io.tallygate.policy.published.Token.Others;
import io.tallygate.policy.published.Token.Rate;
import io.tallygate.policy.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one row: METHOD PATH, perhaps more of them and a note, and limits, in either order. */
final class RowReader {

  /** Longer lines are not looked into. */
  static final int LINE_MAX = 20_000;

  private static final int CELLS_MAX = 50;

  /** Words and signs between endpoints and limits that change nothing. */
  private static final Pattern GLUE =
      Pattern.compile(
          "[ ,;:=\\u2013\\u2014\\u2192\\u2022\\u00b7>*+.|&\\uFDD0\\uFDD1-]"
              + "|(?<![A-Za-z])(?:and|or|is|are|to|of|for|each|rate|limits?|limited|max|maximum|up"
              + "|at most|allows?|window|endpoints?|method|path|per (?:api )?key)(?![A-Za-z])"
              + "|/ ?(?:api )?key(?![A-Za-z])",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern EACH =
      Pattern.compile("(?<![A-Za-z])each(?![A-Za-z])", Pattern.CASE_INSENSITIVE);

  /** A number of something in a time. */
  private static final Pattern ALMOST =
      Pattern.compile(
          "[0-9] ?[kKM]?[ -]?(?:[A-Za-z]{1,20} )?"
              + "(?:/|per |every |requests?|reqs?|calls?|[rq]p[smhd])"
              + "|unlimited|no limit",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ALMOST_OF_REQUESTS =
      Pattern.compile(
          "[0-9] ?[kKM]?[ -]?" + LimitWords.REQUESTS + "[ -]?(?:/|per |every |an? |each )",
          Pattern.CASE_INSENSITIVE);

  private static final Set<String> NAMES =
      Set.of("group", "name", "group name", "limit group", "bucket");

  private static final String BOTH = "it is not clear which limit belongs to which endpoint";

  private final Tokens tokens;

  private RowReader(Tokens tokens) {
    this.tokens = tokens;
  }

  static Reading read(Row row) {
    String text = row.text();
    if (text.length() > LINE_MAX || row.cells().size() > CELLS_MAX) {
      return ALMOST_OF_REQUESTS.matcher(text).find()
          ? new NotUnderstood(
              "a line must have at most " + LINE_MAX + " characters and " + CELLS_MAX + " cells")
          : Reading.NOTHING;
    }
    return new RowReader(Tokens.of(ColumnUnits.applied(row))).read();
  }

  /** Whether these cells can stand above others: they speak of no endpoint and no limit. */
  static boolean isHead(List<String> cells) {
    String text = String.join(Character.toString(Signs.CELL), cells);
    return text.length() <= LINE_MAX
        && LimitWords.find(text).isEmpty()
        && EndpointWords.find(text, List.of()).isEmpty()
        && !EndpointWords.hasPath(text);
  }

  private Reading read() {
    boolean endpoints = tokens.hasEndpoints() || tokens.unclearEndpoints() > 0;
    boolean limits = !tokens.rates().isEmpty() || tokens.hasUnclearLimits();
    if (endpoints && limits) {
      return tokens.unclear().isEmpty() ? entries() : unclear();
    }
    if (endpoints) {
      return endpointsOnly();
    }
    return limits ? limitsOnly() : neither();
  }

  private Reading unclear() {
    return new NotUnderstood(tokens.unclear().get(0).reason());
  }

  private Reading neither() {
    String text = tokens.row().text();
    boolean almost =
        ALMOST_OF_REQUESTS.matcher(text).find()
            || (EndpointWords.hasPath(text) && ALMOST.matcher(withoutPaths(text)).find());
    return almost ? new NotUnderstood("the limit is not understood") : Reading.NOTHING;
  }

  private static String withoutPaths(String text) {
    return text.replaceAll("/[^ \\uFDD0-\\uFDD2]{0,512}", "/");
  }

  private Reading limitsOnly() {
    if (!tokens.unclear().isEmpty()) {
      return unclear();
    }
    if (EndpointWords.hasPath(tokens.row().text())) {
      return new NotUnderstood("a method must stand before the path, as in GET /v1/files");
    }
    return tokens.rest().stream().allMatch(rest -> bare(rest).isEmpty())
        ? new LimitsOnly(limits(tokens.rates()))
        : new NotUnderstood("no endpoint stands beside the limit");
  }

  private Reading endpointsOnly() {
    String rest = String.join(" ", tokens.rest());
    if (tokens.unclearEndpoints() > 0) {
      return ALMOST.matcher(tokens.row().text()).find() ? unclear() : Reading.NOTHING;
    }
    if (ALMOST.matcher(rest).find()
        || (tokens.row().cells().size() > 1 && bare(rest).matches("[0-9].*"))) {
      return new NotUnderstood("the limit is not understood");
    }
    return bare(rest).isEmpty() ? new EndpointsOnly(entry(tokens.all(), "")) : Reading.NOTHING;
  }

  private Reading entries() {
    List<String> rest = tokens.rest();
    List<String> passedOver = new ArrayList<>();
    String name = "";
    for (int i = 0; i < rest.size(); i++) {
      String left = bare(rest.get(i));
      int cell = i;
      if (left.isEmpty()) {
        continue;
      }
      if (tokens.all().stream().anyMatch(token -> tokens.cell(token) == cell)) {
        return new NotUnderstood("words are not understood: words=" + Problems.shown(left));
      }
      String head = tokens.row().head(i);
      if (NAMES.contains(head.toLowerCase(Locale.ROOT))) {
        name = Signs.removed(rest.get(i));
      } else {
        passedOver.add(head.isEmpty() ? left : head);
      }
    }
    List<Entry> entries = new ArrayList<>();
    for (List<Token> part : parts()) {
      Entry entry = entry(part, name);
      if (entry.limits().isEmpty() || part.stream().allMatch(Rate.class::isInstance)) {
        return new NotUnderstood(BOTH);
      }
      if (!isOneColumn(part)) {
        return new NotUnderstood("limits stand in several columns, and it is not clear which hold");
      }
      entries.add(entry);
    }
    return new Understood(entries, passedOver, tokens.doubts());
  }

  /** The row, cut where endpoints follow limits, or where limits do if it begins with one. */
  private List<List<Token>> parts() {
    List<List<Token>> parts = new ArrayList<>();
    boolean limitFirst = tokens.all().get(0) instanceof Rate;
    boolean before = !limitFirst;
    for (Token token : tokens.all()) {
      boolean limit = token instanceof Rate;
      if (parts.isEmpty() || (limit == limitFirst && before != limitFirst)) {
        parts.add(new ArrayList<>());
      }
      parts.get(parts.size() - 1).add(token);
      before = limit;
    }
    return parts;
  }

  /** Several limits hold together where one cell names them, or each column names its time. */
  private boolean isOneColumn(List<Token> part) {
    List<Integer> cells =
        part.stream().filter(Rate.class::isInstance).map(tokens::cell).distinct().toList();
    return cells.size() == 1
        || cells.stream().allMatch(cell -> ColumnUnits.hasUnit(tokens.row().head(cell)));
  }

  private Entry entry(List<Token> part, String name) {
    List<Endpoint> endpoints = new ArrayList<>();
    List<Rate> rates = new ArrayList<>();
    boolean others = false;
    for (Token token : part) {
      if (token instanceof Endpoints found) {
        endpoints.addAll(found.endpoints());
      } else if (token instanceof Rate rate) {
        rates.add(rate);
      }
      others |= token instanceof Others;
    }
    boolean each =
        endpoints.size() > 1 && tokens.rest().stream().anyMatch(rest -> EACH.matcher(rest).find());
    String note =
        part.stream()
            .filter(Note.class::isInstance)
            .map(token -> ((Note) token).text())
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining("; "));
    return new Entry(
        name,
        endpoints,
        endpoints.isEmpty() && !others ? List.of() : limits(rates),
        each ? CounterScope.EACH_ENDPOINT : CounterScope.SHARED,
        note);
  }

  private static List<LimitText> limits(List<Rate> rates) {
    return rates.stream().map(Rate::limit).toList();
  }

  /** What is left of a text without the words and signs that change nothing. */
  private static String bare(String rest) {
    return Signs.removed(GLUE.matcher(rest).replaceAll(" "));
  }
}
