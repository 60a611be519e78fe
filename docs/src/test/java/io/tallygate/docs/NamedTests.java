package io.tallygate.docs;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tests that a page names, by class, or by class and method. */
final class NamedTests {

  private static final Pattern NAMED =
      Pattern.compile("\\b([A-Z]\\w*(?:Test|IT|Contract|Stress))\\b(?:\\.(?!java\\b)(\\w+))?");

  private NamedTests() {}

  static boolean isThereOne(String text) {
    return NAMED.matcher(text).find();
  }

  /** Those that are in no file, in the page's order. */
  static List<String> missing(Repository repository, String page) {
    return NAMED
        .matcher(page)
        .results()
        .filter(named -> !isThere(repository, named.group(1), named.group(2)))
        .map(MatchResult::group)
        .distinct()
        .toList();
  }

  private static boolean isThere(Repository repository, String name, @Nullable String method) {
    return repository.files(".java").stream()
        .filter(path -> path.contains("/src/") && path.endsWith("/" + name + ".java"))
        .anyMatch(path -> method == null || repository.read(path).contains("void " + method + "("));
  }
}
