package io.tallygate.policy;

import java.util.LinkedHashMap;
import java.util.Map;

/** The words that a field may be set to, the default first. */
final class Words {

  private Words() {}

  /** Two words and what they mean, in this order. */
  static <T> Map<String, T> of(String first, T meaning, String second, T secondMeaning) {
    Map<String, T> words = new LinkedHashMap<>();
    words.put(first, meaning);
    words.put(second, secondMeaning);
    return words;
  }

  /** The word for a meaning. */
  static <T> String of(Map<String, T> words, T meaning) {
    return words.entrySet().stream()
        .filter(word -> word.getValue().equals(meaning))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }
}
