package io.tallygate.sandbox.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How words are to be spoken: each is replaced before the text is read. */
record Replacements(List<Replacement> list, Forms forms) {

  /** Which forms of a word count as the word. */
  enum Forms {
    EXACT,
    /** Its plural and possessive too: {@code autoExpandPronunciationReplacements}. */
    EXPANDED
  }

  record Replacement(String original, String spoken) {}

  static Replacements of(Map<String, Object> parameters) {
    List<Replacement> list = new ArrayList<>();
    if (parameters.get("pronunciationReplacements") instanceof List<?> rows) {
      for (Object row : rows) {
        if (row instanceof Map<?, ?> pair
            && pair.get("original") instanceof String original
            && pair.get("replacement") instanceof String spoken
            && !original.isBlank()) {
          list.add(new Replacement(original, spoken));
        }
      }
    }
    boolean expanded = Boolean.TRUE.equals(parameters.get("autoExpandPronunciationReplacements"));
    return new Replacements(List.copyOf(list), expanded ? Forms.EXPANDED : Forms.EXACT);
  }

  /** Whole words only, in any case; what one has replaced the next may replace again. */
  String apply(String text) {
    String result = text;
    for (Replacement replacement : list) {
      String ending = forms == Forms.EXPANDED ? "('s|’s|s)?" : "()";
      Pattern word =
          Pattern.compile(
              "(?<![\\p{L}\\p{N}])"
                  + Pattern.quote(replacement.original)
                  + ending
                  + "(?![\\p{L}\\p{N}])",
              Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
      String spoken = Matcher.quoteReplacement(replacement.spoken);
      result =
          word.matcher(result)
              .replaceAll(match -> spoken + Matcher.quoteReplacement(ending(match.group(1))));
    }
    return result;
  }

  private static String ending(@Nullable String group) {
    return group == null ? "" : group;
  }
}
