package io.tallygate.policy.published;

import io.tallygate.policy.published.Token.Endpoints;
import io.tallygate.policy.published.Token.Note;
import io.tallygate.policy.published.Token.Others;
import io.tallygate.policy.published.Token.Rate;
import io.tallygate.policy.published.Token.Unclear;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in a row, from left to right, and what is left between.
 *
 * @param all none covers another
 * @param unclearEndpoints how many of them look like endpoints and are none
 */
record Tokens(Row row, List<Token> all, int unclearEndpoints) {

  private static final Pattern OTHERS =
      Pattern.compile(
          "(?<![A-Za-z])(?:(?:every|all|any) other(?: (?:endpoint|request|call|route)s?)?"
              + "|other endpoints|everything else)(?![A-Za-z])",
          Pattern.CASE_INSENSITIVE);

  static Tokens of(Row row) {
    String text = row.text();
    List<Token> limits = LimitWords.find(text);
    List<Token> all = new ArrayList<>(EndpointWords.find(text, limits));
    Matcher others = OTHERS.matcher(text);
    if (all.isEmpty() && others.find()) {
      all.add(new Others(others.start(), others.end()));
    }
    for (Note note : notes(text, all)) {
      all.removeIf(token -> token.start() > note.start() && token.end() <= note.end());
      all.add(note);
    }
    int unclear = (int) all.stream().filter(Unclear.class::isInstance).count();
    limits.removeIf(limit -> all.stream().anyMatch(token -> meet(limit, token)));
    all.addAll(limits);
    all.sort(Comparator.comparingInt(Token::start));
    return new Tokens(row, List.copyOf(all), unclear);
  }

  private static boolean meet(Token one, Token two) {
    return one.start() < two.end() && two.start() < one.end();
  }

  private static List<Note> notes(String text, List<Token> endpoints) {
    List<Note> notes = new ArrayList<>();
    int after = 0;
    for (Token token : endpoints) {
      int open = token.end();
      while (open < text.length() && " \uFDD1".indexOf(text.charAt(open)) >= 0) {
        open++;
      }
      if (token.start() < after || open >= text.length() || text.charAt(open) != '(') {
        continue;
      }
      int close = close(text, open, endpoints);
      if (close > 0) {
        notes.add(new Note(open, close + 1, Signs.removed(text.substring(open + 1, close))));
        after = close;
      }
    }
    return notes;
  }

  /** Where a note ends: at its own parenthesis, or at the cell's last if no endpoint follows. */
  private static int close(String text, int open, List<Token> endpoints) {
    int cellEnd =
        text.indexOf(Signs.CELL, open) < 0 ? text.length() : text.indexOf(Signs.CELL, open);
    int depth = 0;
    int own = -1;
    for (int i = open; i < cellEnd && own < 0; i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      own = depth == 0 ? i : -1;
    }
    int last = text.lastIndexOf(')', cellEnd - 1);
    boolean atEnd = last > open && text.substring(last + 1, cellEnd).isBlank();
    int from = own;
    boolean more =
        own > 0 && endpoints.stream().anyMatch(e -> e.start() > from && e.start() < last);
    return atEnd && !more && cellEnd < text.length() ? last : own;
  }

  List<Rate> rates() {
    return of(Rate.class);
  }

  List<Note> notes() {
    return of(Note.class);
  }

  boolean hasEndpoints() {
    return all.stream().anyMatch(t -> t instanceof Endpoints || t instanceof Others);
  }

  boolean hasUnclearLimits() {
    return of(Unclear.class).size() > unclearEndpoints;
  }

  List<Unclear> unclear() {
    return of(Unclear.class);
  }

  List<String> doubts() {
    return of(Endpoints.class).stream()
        .map(Endpoints::doubt)
        .filter(doubt -> !doubt.isEmpty())
        .toList();
  }

  private <T extends Token> List<T> of(Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** In which cell a token begins. */
  int cell(Token token) {
    return (int) row.text().chars().limit(token.start()).filter(c -> c == Signs.CELL).count();
  }

  /** The cells without the tokens. */
  List<String> rest() {
    StringBuilder rest = new StringBuilder(row.text());
    for (Token token : all) {
      for (int i = token.start(); i < token.end(); i++) {
        if (rest.charAt(i) != Signs.CELL) {
          rest.setCharAt(i, ' ');
        }
      }
    }
    return List.of(rest.toString().split(Character.toString(Signs.CELL), -1));
  }
}
