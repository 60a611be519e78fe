package io.tallygate.limiter.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rule of a fixed window, on words alone. */
final class FixedWindowTest {

  private static final long NEVER_USED = 0;
  private static final long SECOND = 1_000_000;

  @ParameterizedTest
  @CsvSource({
    //      start,  now, period, end
    "FIRST_CALL, 1000, 3600, 4600",
    "FIRST_CALL, 1000, 1, 1001",
    "FIRST_CALL, 0, 31622400, 31622400",
    "     CLOCK, 1000, 3600, 3600",
    "     CLOCK, 3599, 3600, 3600",
    "     CLOCK, 3600, 3600, 7200",
    "     CLOCK, 1000, 7, 1001",
    "     CLOCK, 1001, 7, 1008",
    "     CLOCK, 1000, 1, 1001",
  })
  void resetSecond_noWindow_isTheEndOfTheOneThatWouldOpen(
      WindowStart start, long now, long period, long end) {
    assertThat(FixedWindow.resetSecond(NEVER_USED, now, period, start)).isEqualTo(end);
  }

  @ParameterizedTest
  @EnumSource(WindowStart.class)
  void resetSecond_openWindow_isItsEndWhateverThePeriodIsNow(WindowStart start) {
    long word = FixedWindow.charged(NEVER_USED, 1_000, 4_600, 3);

    assertThat(FixedWindow.resetSecond(word, 4_599, 10, start)).isEqualTo(4_600);
    assertThat(FixedWindow.resetSecond(word, 4_600, 10, start)).isEqualTo(4_610);
  }

  @Test
  void charged_openWindow_keepsItsEndAndAddsTheCost() {
    long word = FixedWindow.charged(NEVER_USED, 1_000, 4_600, 3);
    word = FixedWindow.charged(word, 4_599, 9_999, 4);

    assertThat(FixedWindow.endSecond(word)).isEqualTo(4_600);
    assertThat(FixedWindow.used(word)).isEqualTo(7);
  }

  @Test
  void charged_atTheEnd_opensTheNextWindow() {
    long word = FixedWindow.charged(NEVER_USED, 1_000, 4_600, 3);
    word = FixedWindow.charged(word, 4_600, 8_200, 4);

    assertThat(FixedWindow.endSecond(word)).isEqualTo(8_200);
    assertThat(FixedWindow.used(word)).isEqualTo(4);
  }

  /** The bound is reached, so none that is lower holds; that none is passed, AlgorithmModelTest. */
  @ParameterizedTest
  @EnumSource(WindowStart.class)
  void charged_inTwoWindowsInARow_admitsTwiceTheCount(WindowStart start) {
    long count = 8;
    Duration period = Duration.ofSeconds(10);
    long first = (179_551_080L * 10 + 1) * SECOND - 1; // in the first second of a window
    long second = first + 1 + 9 * SECOND; // the next one's begin
    LoneCounter counter = new LoneCounter(Terms.of(new Limit("a", count, period), start));
    long admitted = 0;
    for (long i = 0; i <= count; i++) {
      admitted += counter.charge(first, 1) ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(count);
    assertThat(counter.charge(second - 1, 1)).isFalse();
    for (long i = 0; i <= count; i++) {
      admitted += counter.charge(second, 1) ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(2 * count);
    assertThat(second - first).isLessThan(10 * SECOND);
  }

  @Test
  void remaining_countLoweredBelowUse_isZeroNotNegative() {
    long word = FixedWindow.charged(NEVER_USED, 1_000, 4_600, 300);

    assertThat(FixedWindow.remaining(word, 1_000, 10)).isZero();
    assertThat(FixedWindow.fits(word, 1_000, 10, 0)).isTrue();
    assertThat(FixedWindow.fits(word, 1_000, 10, 1)).isFalse();
    assertThat(FixedWindow.remaining(word, 1_000, 301)).isEqualTo(1);
  }

  @Test
  void remaining_tenYearsIdle_isTheWholeCount() {
    long word = FixedWindow.charged(NEVER_USED, 1_000, 4_600, 300);
    long tenYears = 3_653L * 86_400;

    assertThat(FixedWindow.remaining(word, 1_000 + tenYears, 300)).isEqualTo(300);
  }

  @Test
  void fits_costOfAllThirtyTwoBits_neverOverflows() {
    long word = FixedWindow.charged(NEVER_USED, 1_000, 4_600, 1);

    assertThat(FixedWindow.fits(word, 1_000, Limit.COUNT_MAX, 0xFFFF_FFFFL)).isFalse();
    assertThat(FixedWindow.fits(word, 1_000, Limit.COUNT_MAX, Limit.COUNT_MAX)).isFalse();
    assertThat(FixedWindow.fits(word, 1_000, Limit.COUNT_MAX, Limit.COUNT_MAX - 1)).isTrue();
    word = FixedWindow.charged(word, 1_000, 4_600, Limit.COUNT_MAX - 1);
    assertThat(FixedWindow.used(word)).isEqualTo(Limit.COUNT_MAX);
    assertThat(FixedWindow.endSecond(word)).isEqualTo(4_600);
  }

  @Test
  void charged_lastSecondThatTheClockGives_fitsThirtyTwoBits() {
    long latest = 4_260_211_200L + Limit.PERIOD_MAX.toSeconds();
    long word = FixedWindow.charged(NEVER_USED, 4_260_211_200L, latest, Limit.COUNT_MAX);

    assertThat(FixedWindow.endSecond(word)).isEqualTo(latest);
    assertThat(FixedWindow.isOpen(word, latest - 1)).isTrue();
    assertThat(word).as("the table's mark for a slot in change").isNotEqualTo(-1);
  }

  @Test
  void givenBack_sameWindow_takesTheCostOff() {
    long word = FixedWindow.charged(NEVER_USED, 1_000, 4_600, 7);

    assertThat(FixedWindow.used(FixedWindow.givenBack(word, 4_600, 3))).isEqualTo(4);
  }

  @Test
  void givenBack_otherWindow_changesNothing() {
    long word = FixedWindow.charged(NEVER_USED, 1_000, 4_600, 7);

    assertThat(FixedWindow.givenBack(word, 1_000, 3)).isEqualTo(word);
    assertThat(FixedWindow.givenBack(word, 8_200, 3)).isEqualTo(word);
    assertThat(FixedWindow.givenBack(0, 4_600, 3)).isZero();
  }

  @Test
  void givenBack_moreThanIsUsed_changesNothing() {
    long word = FixedWindow.charged(NEVER_USED, 1_000, 4_600, 7);

    assertThat(FixedWindow.givenBack(word, 4_600, 8)).isEqualTo(word);
  }

  @Test
  void givenBack_allUnits_leavesNoWindow() {
    long word = FixedWindow.charged(NEVER_USED, 1_000, 4_600, 7);
    word = FixedWindow.givenBack(word, 4_600, 7);

    assertThat(FixedWindow.isOpen(word, 2_000)).isFalse();
    assertThat(FixedWindow.remaining(word, 2_000, 10)).isEqualTo(10);
    assertThat(FixedWindow.resetSecond(word, 2_000, 3_600, WindowStart.FIRST_CALL))
        .isEqualTo(5_600);
    word = FixedWindow.charged(word, 2_000, 5_600, 2);
    assertThat(FixedWindow.endSecond(word)).isEqualTo(5_600);
    assertThat(FixedWindow.used(word)).isEqualTo(2);
  }

  @Test
  void ends_neverGoBack() {
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long word = NEVER_USED;
      long now = 1_000;
      for (int step = 0; step < 500; step++) {
        now += random.nextInt(4) == 0 ? random.nextLong(50) : 0;
        long before = word;
        long period = random.nextLong(1, 60); // edited again and again
        WindowStart start = random.nextBoolean() ? WindowStart.FIRST_CALL : WindowStart.CLOCK;
        if (random.nextInt(3) > 0) {
          long reset = FixedWindow.resetSecond(word, now, period, start);
          word = FixedWindow.charged(word, now, reset, random.nextLong(1, 3));
        } else {
          word = FixedWindow.givenBack(word, FixedWindow.endSecond(word), 1);
        }

        assertThat(FixedWindow.endSecond(word))
            .as("seed=%s step=%s", seed, step)
            .isGreaterThanOrEqualTo(FixedWindow.endSecond(before));
      }
    }
  }
}
