package io.tallygate.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What no text of the repository may say. */
final class Texts {

  private record Rule(Pattern pattern, String message) {}

  private static final List<Rule> RULES =
      List.of(
          // Written so that this file does not find itself.
          new Rule(Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b"), "do it or drop it"),
          new Rule(
              Pattern.compile("(?<![\\w.\\-/])(/(?:home|root|work|Users)/[\\w.-]+|[A-Z]:\\\\\\w+)"),
              "a path of somebody's machine"));

  private Texts() {}

  static List<String> findings(String path, String text) {
    List<String> findings = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      for (Rule rule : RULES) {
        Matcher matcher = rule.pattern.matcher(lines.get(i));
        if (matcher.find()) {
          findings.add(path + ":" + (i + 1) + ": " + rule.message + ": " + matcher.group(1));
        }
      }
    }
    return findings;
  }
}
