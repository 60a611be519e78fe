package io.tallygate.policy;

import io.tallygate.limiter.policy.Algorithm;
import java.util.Arrays;

/** What programs read of how a limit counts, wherever we write JSON. */
public final class AlgorithmWords {

  private AlgorithmWords() {}

  public static String of(Algorithm algorithm) {
    return switch (algorithm) {
      case FIXED_WINDOW -> "fixed-window";
      case SLIDING_WINDOW -> "sliding";
      case SMOOTH -> "smooth";
      case IN_FLIGHT -> "in-flight";
    };
  }

  /**
   * The algorithm that a word of {@link #of} means.
   *
   * @throws IllegalArgumentException if it means none
   */
  public static Algorithm parse(String word) {
    return Arrays.stream(Algorithm.values())
        .filter(algorithm -> of(algorithm).equals(word))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("algorithm is not known: algorithm=" + word));
  }
}
