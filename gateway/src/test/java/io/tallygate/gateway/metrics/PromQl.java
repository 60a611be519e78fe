package io.tallygate.gateway.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which metrics and labels an expression of Prometheus names. Whether it is one is for {@code
 * promtool} to say.
 */
public record PromQl(List<Selector> selectors, Set<String> grouped) {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|(?<range>\\[[^\\]]*\\])|(?<text>\"[^\"]*\")|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"
              + "|(?<number>[0-9.]+(e[+-]?[0-9]+)?[smhdwy]?)"
              + "|(?<sign>=~|!~|!=|==|>=|<=|[-+*/%^<>=(){},])");

  private static final Set<String> LISTS =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

  /** A metric and what its labels must be. */
  public record Selector(String metric, List<Matched> labels) {}

  /** One label of a selector; {@code =} or {@code =~} and the like. */
  public record Matched(String label, String sign, String value) {}

  /** Reads an expression. */
  public static PromQl of(String expression) {
    List<String> tokens = tokens(expression);
    PromQl read = new PromQl(new ArrayList<>(), new TreeSet<>());
    int i = 0;
    while (i < tokens.size()) {
      String token = tokens.get(i);
      String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
      if (!Character.isLetter(token.charAt(0)) && token.charAt(0) != '_') {
        i++;
      } else if (LISTS.contains(token)) {
        i = read.list(tokens, i + 2);
      } else if (WORDS.contains(token) || next.equals("(")) {
        i++; // a function, or an aggregation
      } else if (isList(next)) {
        i++; // an aggregation, by labels
      } else {
        i = read.selector(tokens, i);
      }
    }
    return read;
  }

  private static boolean isList(String token) {
    return token.equals("by") || token.equals("without");
  }

  private static List<String> tokens(String expression) {
    List<String> tokens = new ArrayList<>();
    Matcher token = TOKEN.matcher(expression);
    int at = 0;
    while (at < expression.length()) {
      if (!token.find(at) || token.start() != at) {
        throw new AssertionError("not understood: " + expression.substring(at));
      }
      if (!token.group().isBlank()) {
        tokens.add(token.group());
      }
      at = token.end();
    }
    return tokens;
  }

  private int list(List<String> tokens, int from) {
    int i = from;
    while (!tokens.get(i).equals(")")) {
      if (!tokens.get(i).equals(",")) {
        grouped.add(tokens.get(i));
      }
      i++;
    }
    return i + 1;
  }

  private int selector(List<String> tokens, int from) {
    List<Matched> labels = new ArrayList<>();
    int i = from + 1;
    if (i < tokens.size() && tokens.get(i).equals("{")) {
      i++;
      while (!tokens.get(i).equals("}")) {
        String text = tokens.get(i + 2);
        labels.add(
            new Matched(tokens.get(i), tokens.get(i + 1), text.substring(1, text.length() - 1)));
        i += tokens.get(i + 3).equals(",") ? 4 : 3;
      }
      i++;
    }
    selectors.add(new Selector(tokens.get(from), labels));
    return i;
  }
}
