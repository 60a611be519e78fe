package io.tallygate.policy;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.policy.yaml.Nearest;
import io.tallygate.policy.yaml.Problems;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads an endpoint as a policy file writes it, and says how to where it is written wrongly. */
public final class EndpointText {

  /** The methods that one slip may have been meant for; others are taken as they are. */
  private static final Set<String> COMMON = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

  private static final Set<String> EVERY = Set.of("ANY", "ALL", "*");

  private EndpointText() {}

  /**
   * Reads {@code METHOD /pattern}.
   *
   * @throws IllegalArgumentException saying what is wrong with the text
   */
  public static Endpoint parse(String text) {
    String shown = Problems.shown(text);
    String[] parts = text.split(" +", -1);
    require(
        parts.length == 2 && parts[1].startsWith("/"),
        "endpoint must be METHOD /path: endpoint=%s",
        shown);
    checkMethod(parts[0], shown);
    checkPattern(parts[1], shown);
    return Endpoint.parse(text);
  }

  private static void checkMethod(String method, String shown) {
    require(
        !EVERY.contains(method.toUpperCase(Locale.ROOT)),
        "an endpoint has one method, write a line for each: endpoint=%s",
        shown);
    require(
        method.equals(method.toUpperCase(Locale.ROOT)),
        "method must be in capital letters: endpoint=%s",
        shown);
    require(!method.equals("HEAD"), "HEAD counts as GET, write GET: endpoint=%s", shown);
    require(
        !method.equals("OPTIONS"),
        "OPTIONS has no limit of its own, a preflight costs nothing and the rest counts in other:"
            + " endpoint=%s",
        shown);
    require(
        COMMON.contains(method) || Nearest.of(method, COMMON).isEmpty(),
        "unknown method: endpoint=%s%s",
        shown,
        Nearest.hint(method, COMMON));
  }

  private static void checkPattern(String pattern, String shown) {
    require(pattern.indexOf('?') < 0, "a pattern ends before the query: endpoint=%s", shown);
    List<String> segments = List.of(pattern.substring(1).split("/", -1));
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      boolean last = i == segments.size() - 1;
      require(last || !segment.isEmpty(), "a segment must not be empty: endpoint=%s", shown);
      require(
          last || !segment.equals("*"),
          "* must stand at the end, write {name} here: endpoint=%s",
          shown);
      require(
          segment.equals("*") || segment.indexOf('*') < 0,
          "* must be a whole segment: endpoint=%s",
          shown);
      require(!segment.startsWith(":"), "a parameter must be written {name}: endpoint=%s", shown);
      require(
          segment.indexOf('{') < 0 || Endpoint.isParam(segment),
          "a parameter must be a whole segment, as in /{name}/: endpoint=%s",
          shown);
    }
  }
}
