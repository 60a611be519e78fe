package io.tallygate.limiter.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Algorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a counter's two words tell without its limit. */
final class StandingTest {

  private static final long SECOND = 1_000_000;
  private static final long NOW = 1_795_510_807L;
  private static final long PERIOD_MAX = 366L * 86_400;

  @Test
  void of_eachAlgorithm_isWhatTheWordsSay() {
    long window = FixedWindow.charged(0, NOW, NOW + 60, 7);
    assertThat(of(window, Algorithm.FIXED_WINDOW))
        .isEqualTo(new Standing(Algorithm.FIXED_WINDOW, 60, (NOW + 60) * SECOND, 7));
    long sliding = SlidingWindow.charged(0, NOW * SECOND, 60, 7);
    assertThat(of(sliding, Algorithm.SLIDING_WINDOW))
        .isEqualTo(
            new Standing(
                Algorithm.SLIDING_WINDOW, 60, SlidingWindow.endSecond(sliding) * SECOND, 7));
    assertThat(of(NOW * SECOND + 5, Algorithm.SMOOTH))
        .isEqualTo(new Standing(Algorithm.SMOOTH, 60, NOW * SECOND + 5, Standing.UNKNOWN));
    long two = InFlight.begun(InFlight.begun(0, NOW * SECOND), NOW * SECOND);
    assertThat(of(two, Algorithm.IN_FLIGHT)).isEqualTo(new Standing(Algorithm.IN_FLIGHT, 60, 0, 2));
  }

  private static Standing of(long word, Algorithm algorithm) {
    return Standing.of(word, Tail.of(algorithm, 60, 0), NOW * SECOND);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void isPossible_periodOfALimit_is(Algorithm algorithm) {
    assertThat(Standing.isPossible(1, Tail.of(algorithm, 0, 0))).isFalse();
    assertThat(Standing.isPossible(1, Tail.of(algorithm, 1, 0))).isTrue();
    assertThat(Standing.isPossible(1, Tail.of(algorithm, PERIOD_MAX, 9))).isTrue();
    assertThat(Standing.isPossible(1, Tail.of(algorithm, PERIOD_MAX + 1, 9))).isFalse();
  }

  @Test
  void isPossible_bitsThatNoRuleSets_isNot() {
    for (int bit = 57; bit <= 60; bit++) {
      long tail = Tail.of(Algorithm.FIXED_WINDOW, 60, 0) | 1L << bit;
      assertThat(Standing.isPossible(1, tail)).isFalse();
    }
    long tail = Tail.of(Algorithm.IN_FLIGHT, 60, 0);
    assertThat(Standing.isPossible((1L << 60) - 1, tail)).isTrue();
    assertThat(Standing.isPossible(1L << 60, tail)).isFalse();
    assertThat(Standing.isPossible(1L << 63, Tail.of(Algorithm.FIXED_WINDOW, 60, 0))).isTrue();
  }
}
