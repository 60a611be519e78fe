package io.tallygate.policy.published;

import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.policy.EndpointText;
import io.tallygate.policy.published.Token.Endpoints;
import io.tallygate.policy.published.Token.Rate;
import io.tallygate.policy.published.Token.Unclear;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds endpoints in a text: methods and a path, in the spellings that pages have. */
final class EndpointWords {

  /** The methods of HTTP's register that an API may have limits for, and one that caches have. */
  private static final String METHODS =
      "GET|POST|PUT|PATCH|DELETE|DEL|HEAD|OPTIONS|TRACE|CONNECT|ANY|ALL"
          + "|ACL|BIND|CHECKIN|CHECKOUT|COPY|LABEL|LINK|LOCK|MERGE|MKACTIVITY|MKCALENDAR|MKCOL"
          + "|MKREDIRECTREF|MKWORKSPACE|MOVE|ORDERPATCH|PROPFIND|PROPPATCH|PURGE|QUERY|REBIND"
          + "|REPORT|SEARCH|UNBIND|UNCHECKOUT|UNLINK|UNLOCK|UPDATE|UPDATEREDIRECTREF";

  private static final String METHOD =
      "(?:(?<![A-Za-z])(?i:get|post|put|patch|delete|del|head|options)|(?<![A-Z])(?:"
          + METHODS
          + "))(?![A-Za-z])";
  private static final String BETWEEN = "[ :\\uFDD0-\\uFDD2]{0,6}";
  private static final Pattern ENDPOINT =
      Pattern.compile(
          "("
              + METHOD
              + "(?:(?: ?[,/&] ?| (?:and|or) )"
              + METHOD
              + "){0,8})"
              + BETWEEN
              + "(?:https?://[^/ \\uFDD0-\\uFDD2]{1,255})?(?=/)");
  private static final Pattern METHOD_WORD = Pattern.compile("[A-Za-z]+");

  /** A path that no method stands before, or a word that is none. */
  private static final Pattern PATH =
      Pattern.compile(
          "(?:(?<![A-Za-z])[A-Z]{2,32} )?(?<![A-Za-z0-9.:/{}*-])/[a-z][A-Za-z0-9_{}/-]*");

  private static final String ENDS_PLAIN = " \t,;|\"()\uFDD0\uFDD1\uFDD2";
  private static final Pattern TAIL = Pattern.compile("[.:'\\u2019\\u201d\\]]+$");
  private static final String UNCLEAR_END =
      "it is not clear where the path ends and the number begins";
  private static final Pattern LATER_NUMBER = Pattern.compile("[0-9]+?[1-9]");
  private static final Pattern VERSION = Pattern.compile("(?i).*/v?");
  private static final Pattern RATE_INSIDE =
      Pattern.compile(".*[0-9]/(?:s|sec|second|m|min|minute|h|hr|hour|d|day)s?");

  private final String text;
  private final List<Token> limits;
  private final List<Token> found = new ArrayList<>();

  private EndpointWords(String text, List<Token> limits) {
    this.text = text;
    this.limits = limits;
  }

  /**
   * Endpoints, and what looks like one and is none, from left to right.
   *
   * @param limits of the same text: where one is glued to a path, it is where the path ends
   */
  static List<Token> find(String text, List<Token> limits) {
    EndpointWords words = new EndpointWords(text, limits);
    Matcher endpoint = ENDPOINT.matcher(text);
    int from = 0;
    while (endpoint.find(from)) {
      from = words.endpoint(endpoint);
    }
    return words.found;
  }

  /** Whether a path stands in the text. */
  static boolean hasPath(String text) {
    return PATH.matcher(text).find();
  }

  private int endpoint(Matcher at) {
    int start = at.end();
    boolean code = text.charAt(start - 1) == Signs.CODE || isWithinCode(at.start());
    int end = end(start, code ? " \uFDD1" : ENDS_PLAIN);
    if (code && end < text.length() && text.charAt(end) == Signs.CODE_END) {
      found.add(token(at, end, "")); // the page itself says where the path ends
      return end;
    }
    end = end(start, ENDS_PLAIN);
    Token glued = glued(start, end);
    if (glued != null) {
      boolean clear = isClear(glued, start);
      found.add(
          clear
              ? token(at, glued.start(), doubt(at, glued))
              : new Unclear(
                  at.start(),
                  glued.end(),
                  glued instanceof Unclear limit ? limit.reason() : UNCLEAR_END));
      return glued.end();
    }
    int bare = start + TAIL.matcher(text.substring(start, end)).replaceAll("").length();
    found.add(
        RATE_INSIDE.matcher(text.substring(start, bare)).matches()
            ? new Unclear(at.start(), bare, UNCLEAR_END)
            : token(at, bare, ""));
    return Math.max(bare, start + 1);
  }

  /** Where the number could begin at a later digit too, how it was read. */
  private String doubt(Matcher at, Token limit) {
    boolean letter = Character.isLetter(text.charAt(limit.start() - 1));
    return letter && LATER_NUMBER.matcher(text.substring(limit.start(), limit.end())).lookingAt()
        ? "a number is glued to the path, read as "
            + Signs.removed(text.substring(at.start(), limit.start()))
            + " and "
            + ((Rate) limit).limit()
        : "";
  }

  private boolean isWithinCode(int start) {
    return start > 0 && text.charAt(start - 1) == Signs.CODE;
  }

  private int end(int start, String ends) {
    int end = start;
    while (end < text.length() && ends.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** The limit that begins within a path and ends behind it. */
  private @Nullable Token glued(int start, int end) {
    for (Token limit : limits) {
      if (limit.start() > start && limit.start() < end && limit.end() > end) {
        return limit;
      }
    }
    return null;
  }

  /** Not /v and 2500, for that may be /v2 and 500; nor a number alone in its segment. */
  private boolean isClear(Token limit, int start) {
    return limit instanceof Rate
        && !VERSION.matcher(text.substring(start, limit.start())).matches();
  }

  private static List<String> methods(String words) {
    return METHOD_WORD
        .matcher(words)
        .results()
        .map(word -> word.group().toUpperCase(Locale.ROOT))
        .filter(word -> !word.equals("AND") && !word.equals("OR"))
        .map(word -> word.equals("DEL") ? "DELETE" : word)
        .toList();
  }

  private Token token(Matcher at, int end, String doubt) {
    String path = text.substring(at.end(), end);
    List<Endpoint> endpoints = new ArrayList<>();
    try {
      for (String method : methods(at.group(1))) {
        endpoints.add(EndpointText.parse(method + " " + pattern(path)));
      }
      return new Endpoints(at.start(), end, endpoints, doubt);
    } catch (IllegalArgumentException e) {
      return new Unclear(at.start(), end, String.valueOf(e.getMessage()));
    }
  }

  /** The path as a policy writes it: parameters in braces, one star at the end. */
  static String pattern(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(1).split("/", -1)) {
      boolean angled = segment.startsWith("<") && segment.endsWith(">");
      boolean braced = segment.startsWith("{") && segment.endsWith("}");
      if (segment.length() > 2 && (angled || braced)) {
        segments.add(parameter(segment.substring(1, segment.length() - 1)));
      } else if (segment.length() > 1 && segment.startsWith(":")) {
        segments.add(parameter(segment.substring(1)));
      } else {
        segments.add(segment.equals("**") ? "*" : segment);
      }
    }
    return "/" + String.join("/", segments);
  }

  /** A name that a pattern may have: {@code file.id} is {@code file_id}. */
  private static String parameter(String name) {
    if (name.matches("[^{}<>=*]+")) {
      String plain = name.replaceAll("[^A-Za-z0-9_-]", "_");
      String begun = plain.matches("[A-Za-z].*") ? plain : "p" + plain;
      return "{" + begun.substring(0, Math.min(begun.length(), 64)) + "}";
    }
    return "{" + name + "}"; // refused, with the rule
  }
}
