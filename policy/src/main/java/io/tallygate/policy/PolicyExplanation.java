package io.tallygate.policy;

import io.tallygate.limiter.match.Match;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.policy.Patterns.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says which limit holds for one request, and why. */
public final class PolicyExplanation {

  /** Spellings that servers read differently, and what they can make of them. */
  private static final Map<String, String> SPELLINGS = new LinkedHashMap<>();

  static {
    SPELLINGS.put("..", "a dot segment goes up one level, or is a name");
    SPELLINGS.put("/./", "a dot segment is dropped, or is a name");
    SPELLINGS.put("//", "an empty segment is dropped, or is kept");
    SPELLINGS.put("\\", "a backslash is a slash, or part of a name");
    SPELLINGS.put(";", "what follows a semicolon is dropped, or is part of the name");
    SPELLINGS.put("%2f", "an encoded slash divides segments, or is part of a name");
    SPELLINGS.put("%5c", "an encoded backslash is a slash, or part of a name");
    SPELLINGS.put("%2e", "an encoded dot makes a dot segment, or a name");
    SPELLINGS.put("%3b", "an encoded semicolon ends a name, or is part of it");
    SPELLINGS.put("%25", "an encoded percent sign is decoded twice, or once");
    SPELLINGS.put("%00", "a NUL ends the path, or is part of it");
    SPELLINGS.put("%c0", "an overlong encoding is a plain character, or an error");
  }

  private final PolicyFile file;
  private final String method;
  private final String path;
  private final List<List<String>> facts = new ArrayList<>();

  private PolicyExplanation(PolicyFile file, String method, String path) {
    this.file = file;
    this.method = method.equals("HEAD") ? "GET" : method;
    this.path = path;
  }

  /**
   * Explains what a matcher of this policy answered.
   *
   * @param path as sent, from its first slash, without the query
   */
  public static String text(PolicyFile file, String method, String path, Match match) {
    PolicyExplanation explanation = new PolicyExplanation(file, method, path);
    explanation.explain(method, match);
    return method + " " + path + "\n" + Columns.of(explanation.facts);
  }

  private void explain(String asSent, Match match) {
    if (asSent.equals("HEAD")) {
      fact("method", "HEAD counts as GET");
    }
    if (match instanceof Match.Named named) {
      fact("group", named.group().name());
      pattern(named.endpoint());
      group(named.group());
    } else if (match instanceof Match.Open open) {
      fact("group", "none: the endpoint is open, it needs no key");
      pattern(open.endpoint());
      fact("limit", LimitText.of(Gate.OPEN).toString());
      fact("counter", "one per client address, shared by all open endpoints");
    } else if (match instanceof Match.Other) {
      Group other = file.policy().other();
      fact("group", other.name());
      fact("why", "no pattern of the policy matches");
      for (Pattern pattern :
          Patterns.matchingButForTheMethod(file.policy(), method, Patterns.segments(path))) {
        fact("", pattern.endpoint() + " (" + pattern.home() + ") is of another method");
      }
      group(other);
    } else {
      ambiguous();
    }
  }

  private void group(Group group) {
    List<String> limits = PolicyTable.limits(group);
    for (int i = 0; i < limits.size(); i++) {
      fact(i == 0 ? "limit" : "", limits.get(i));
    }
    fact("counter", "one " + PolicyTable.counter(group));
    fact("page", group.published() ? "published" : "not published");
  }

  /** The pattern that won, and those that match too. */
  private void pattern(Endpoint winner) {
    fact("pattern", winner.toString());
    List<Pattern> matching = Patterns.matching(file.policy(), method, Patterns.segments(path));
    if (matching.stream().noneMatch(pattern -> pattern.endpoint().equals(winner))) {
      fact("why", "servers read the path so, though it is spelt otherwise");
      return;
    }
    if (matching.size() == 1) {
      fact("why", "no other pattern matches");
      return;
    }
    fact("why", "the most specific of " + matching.size() + " patterns that match");
    for (Pattern pattern : matching) {
      if (!pattern.endpoint().equals(winner)) {
        fact("", pattern.endpoint() + " (" + pattern.home() + ") " + lost(pattern, winner));
      }
    }
  }

  private static String lost(Pattern loser, Endpoint winner) {
    int at = Patterns.firstDifference(winner, loser.endpoint());
    return "lost at segment "
        + (at + 1)
        + ": "
        + winner.segments().get(at)
        + " is more specific than "
        + loser.endpoint().segments().get(at);
  }

  private void ambiguous() {
    fact("group", "none: servers may read the path as different endpoints");
    fact("answer", ErrorCode.AMBIGUOUS_PATH.status() + " " + ErrorCode.AMBIGUOUS_PATH.code());
    String label = "why";
    String lower = (path + "/").toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> spelling : SPELLINGS.entrySet()) {
      if (lower.contains(spelling.getKey())) {
        fact(label, spelling.getKey() + ": " + spelling.getValue());
        label = "";
      }
    }
    fact("cost", "nothing: the call is not sent on");
    fact("way out", "write the path plainly, without " + String.join(" ", spellings(lower)));
  }

  private static List<String> spellings(String lower) {
    List<String> found = SPELLINGS.keySet().stream().filter(lower::contains).toList();
    return found.isEmpty() ? List.of("encoded characters") : found;
  }

  private void fact(String label, String text) {
    facts.add(List.of("  " + label, text));
  }
}
