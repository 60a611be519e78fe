package io.tallygate.command;

import io.tallygate.policy.yaml.Nearest;
import io.tallygate.policy.yaml.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Words that stand for a closed choice. */
final class Words {

  private Words() {}

  /** The choice that a word means. */
  static <E extends Enum<E>> E of(String what, Class<E> type, String word) {
    List<E> all = Arrays.asList(type.getEnumConstants());
    return all.stream()
        .filter(one -> text(one).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no such %s: %s=%s%s"
                        .formatted(
                            what,
                            what,
                            Problems.shown(word),
                            Nearest.hintOrAll(word, all.stream().map(Words::text).toList()))));
  }

  static String text(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }
}
