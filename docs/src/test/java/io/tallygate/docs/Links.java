package io.tallygate.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The relative links of Markdown pages: each leads to a file, and its #anchor to a heading. */
final class Links {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)(?:\\s+\"[^\"]*\")?\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
  private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*");
  private static final Pattern FENCE = Pattern.compile("\\s*(```|~~~).*");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  private final Set<String> files;
  private final UnaryOperator<String> read;

  /**
   * @param files all paths of the repository, with slashes
   * @param read gives a file's text
   */
  Links(Set<String> files, UnaryOperator<String> read) {
    this.files = files;
    this.read = read;
  }

  List<String> findings(String page) {
    List<String> findings = new ArrayList<>();
    List<String> lines = prose(read.apply(page));
    for (int i = 0; i < lines.size(); i++) {
      Matcher link = LINK.matcher(CODE.matcher(lines.get(i)).replaceAll(""));
      while (link.find()) {
        String target = link.group(1);
        String problem = ELSEWHERE.matcher(target).matches() ? null : problem(page, target);
        if (problem != null) {
          findings.add(page + ":" + (i + 1) + ": " + problem + ": " + target);
        }
      }
    }
    return findings;
  }

  /** The files that a page links to. */
  Set<String> targets(String page) {
    Set<String> targets = new HashSet<>();
    Matcher link = LINK.matcher(String.join("\n", prose(read.apply(page))));
    while (link.find()) {
      targets.add(resolve(page, link.group(1).replaceFirst("#.*", "")));
    }
    return targets;
  }

  private @Nullable String problem(String page, String target) {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    String file = path.isEmpty() ? page : resolve(page, path);
    boolean folder = files.stream().anyMatch(it -> it.startsWith(file + "/"));
    if (!files.contains(file) && !folder) {
      return "link leads nowhere";
    }
    if (hash < 0) {
      return null;
    }
    return !folder && anchors(read.apply(file)).contains(target.substring(hash + 1))
        ? null
        : "no such heading";
  }

  /** The path that {@code link} means on a page: {@code a/b.md} and {@code ../c.md} give c.md. */
  static String resolve(String page, String link) {
    List<String> parts = new ArrayList<>(List.of(page.split("/", -1)));
    parts.remove(parts.size() - 1);
    for (String part : link.split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty() && !parts.get(parts.size() - 1).equals("..")) {
        parts.remove(parts.size() - 1);
      } else if (!part.equals(".") && !part.isEmpty()) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  /** The anchors of a page's headings, as code hosts make them; a second one gets -1. */
  static Set<String> anchors(String text) {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String line : prose(text)) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String anchor =
            heading
                .group(1)
                .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
        int count = seen.merge(anchor, 1, Integer::sum);
        anchors.add(count == 1 ? anchor : anchor + "-" + (count - 1));
      }
    }
    return anchors;
  }

  /** The lines, with those of code blocks empty. */
  private static List<String> prose(String text) {
    List<String> lines = new ArrayList<>();
    boolean inCode = false;
    for (String line : text.lines().toList()) {
      boolean fence = FENCE.matcher(line).matches();
      inCode ^= fence;
      lines.add(inCode || fence ? "" : line);
    }
    return lines;
  }
}
