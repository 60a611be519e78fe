package io.tallygate.limiter.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What all kinds of limits say at their edges. */
final class TermsTest {

  private static final long SECOND = 1_000_000;
  private static final long NOW = 1_795_510_807L * SECOND;

  private static Terms terms(Algorithm algorithm) {
    Duration period = Duration.ofSeconds(10);
    Limit limit =
        switch (algorithm) {
          case FIXED_WINDOW -> new Limit("a", 5, period);
          case SLIDING_WINDOW -> Limit.sliding("a", 5, period);
          case SMOOTH -> Limit.smooth("a", 5, period, 5);
          case IN_FLIGHT -> Limit.inFlight("a", 5);
        };
    return Terms.of(limit, WindowStart.FIRST_CALL);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void isOpen_noCounter_isNot(Algorithm algorithm) {
    Terms terms = terms(algorithm);
    assertThat(terms.isOpen(0, NOW)).isFalse();
    assertThat(terms.chargedOpen(0, 0, NOW, 1)).isZero();
    assertThat(terms.isOpen(terms.charged(0, NOW, 1), NOW)).isTrue();
    assertThat(Tail.isFree(0, 0, NOW)).isTrue();
    assertThat(Tail.algorithm(terms.tail(0, NOW))).isEqualTo(algorithm);
    assertThat(Tail.periodSeconds(terms.tail(0, NOW))).isEqualTo(terms.periodSeconds());
    assertThat(terms.renews(0, NOW)).isEqualTo(algorithm == Algorithm.SLIDING_WINDOW);
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "FIXED_WINDOW") // whose costs are at least 1
  void chargedOpen_costZero_isNoCharge(Algorithm algorithm) {
    Terms terms = terms(algorithm);
    assertThat(terms.chargedOpen(terms.charged(0, NOW, 1), terms.tail(0, NOW), NOW, 0)).isZero();
  }

  @Test
  void freeMicros_fixedWindowWithJustEnoughLeft_isNow() {
    Terms terms = terms(Algorithm.FIXED_WINDOW);
    long word = terms.charged(0, NOW, 3);
    assertThat(terms.freeMicros(word, 0, 2)).isZero();
    assertThat(terms.freeMicros(word, 0, 3)).isEqualTo(NOW + 10 * SECOND);
    assertThat(terms.freeMicros(word, 0, 5)).isEqualTo(NOW + 10 * SECOND);
    assertThat(terms.freeMicros(word, 0, 6)).isEqualTo(Terms.NEVER);
  }

  @Test
  void isFree_fixedWindow_isFromItsEndOn() {
    Terms terms = terms(Algorithm.FIXED_WINDOW);
    long word = terms.charged(0, NOW, 3);
    long tail = terms.tail(0, NOW);
    assertThat(Tail.isFree(word, tail, NOW + 10 * SECOND - 1)).isFalse();
    assertThat(Tail.isFree(word, tail, NOW + 10 * SECOND)).isTrue();
  }

  @Test
  void nextMicros_fullBucket_isNow() {
    Terms terms = terms(Algorithm.SMOOTH);
    long word = terms.charged(0, NOW, 1);
    assertThat(terms.nextMicros(word, NOW)).isEqualTo(NOW + 2 * SECOND);
    assertThat(terms.nextMicros(word, NOW + 2 * SECOND)).isEqualTo(NOW + 2 * SECOND);
    assertThat(terms.nextMicros(word, NOW + 3 * SECOND)).isEqualTo(NOW + 3 * SECOND);
    assertThat(terms.resetMicros(word, NOW + 3 * SECOND)).isEqualTo(NOW + 3 * SECOND);
  }

  @Test
  void nextMicros_window_isItsEnd() {
    Terms terms = terms(Algorithm.FIXED_WINDOW);
    assertThat(terms.nextMicros(terms.charged(0, NOW, 1), NOW)).isEqualTo(NOW + 10 * SECOND);
  }
}
