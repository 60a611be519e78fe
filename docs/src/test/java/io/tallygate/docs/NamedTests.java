package io.tallygate.docs;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tests that a page names, by class, or by class and method. */
final class NamedTests {

  private static final Pattern NAMED =
      Pattern.compile(
          "\\b([A-Z]\\w*[a-z0-9](?:Test|IT|Contract|Stress))\\b(?:\\.(?!java\\b)([a-z]\\w*))?");

  private NamedTests() {}

  static boolean isThereOne(String text) {
    return NAMED.matcher(text).find();
  }

  /** Those that are in no file, in the page's order. */
  static List<String> missing(Repository repository, String page) {
    List<String> files = repository.files(".java");
    return NAMED
        .matcher(page)
        .results()
        .filter(
            named ->
                files.stream()
                    .filter(path -> path.endsWith("/" + named.group(1) + ".java"))
                    .noneMatch(path -> has(repository.read(path), named.group(2))))
        .map(MatchResult::group)
        .distinct()
        .toList();
  }

  private static boolean has(String source, @Nullable String method) {
    return method == null || source.contains("void " + method + "(");
  }
}
