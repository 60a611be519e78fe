package io.tallygate.limiter.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two windows of a counter, moment by moment; random lives are AlgorithmModelTest's. */
final class SlidingWindowTest {

  private static final long SECOND = 1_000_000;
  private static final long PERIOD = 10;
  private static final long START = 1_795_510_800L * SECOND; // a multiple of the period

  private static Terms terms(long count, long seconds) {
    return Terms.of(Limit.sliding("a", count, Duration.ofSeconds(seconds)), WindowStart.FIRST_CALL);
  }

  private final LoneCounter counter = new LoneCounter(terms(8, PERIOD));

  /** The bound is reached, so none that is lower holds. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 8, 500})
  void charged_atTheEndsOfTwoWindows_admitsTwiceTheCountLessOne(long count) {
    LoneCounter each = new LoneCounter(terms(count, PERIOD));
    long end = START + PERIOD * SECOND;
    long admitted = 0;
    for (long i = 0; i <= count; i++) {
      admitted += each.charge(end - 1, 1) ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(count);
    for (long i = 0; i <= count; i++) {
      admitted += each.charge(end + PERIOD * SECOND - 2, 1) ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(2 * count - 1);
  }

  @Test
  void remaining_afterAFullWindow_growsWithTheTime() {
    counter.charge(START, 8);
    assertThat(counter.remaining(START + 10 * SECOND)).isZero();
    assertThat(counter.remaining(START + 15 * SECOND)).isEqualTo(4);
    assertThat(counter.remaining(START + 20 * SECOND - 1)).as("shares are rounded up").isEqualTo(7);
    assertThat(counter.remaining(START + 20 * SECOND)).isEqualTo(8);
  }

  @Test
  void charged_twoPeriodsLater_hasForgotten() {
    counter.charge(START, 8);
    assertThat(counter.charge(START + 20 * SECOND, 8)).isTrue();
    assertThat(counter.resetMicros(START + 20 * SECOND)).isEqualTo(START + 30 * SECOND);
  }

  @Test
  void giveBack_toTheOpenWindow_andToNoOther() {
    counter.charge(START, 5);
    long charged = counter.word();
    counter.giveBack(charged, 5);
    assertThat(counter.remaining(START)).isEqualTo(8);
    counter.charge(START, 5);
    counter.charge(START + 15 * SECOND, 1);
    counter.giveBack(charged, 5);
    assertThat(counter.remaining(START + 15 * SECOND)).as("5 / 2, rounded up, and 1").isEqualTo(4);
    counter.giveBack(counter.word(), 2);
    assertThat(counter.remaining(START + 15 * SECOND)).as("never below none").isEqualTo(4);
  }

  /** Whoever finds half a renewal goes on from the word alone, at no time before its end. */
  @Test
  void sealed_atAnEarlierTime_readsAsAtTheEndOfItsWindow() {
    counter.charge(START, 8);
    long charged = counter.word();
    counter.seal();
    long early = START + 9 * SECOND;
    assertThat(counter.remaining(early)).isZero();
    assertThat(counter.resetMicros(early)).isEqualTo(START + 20 * SECOND);
    assertThat(counter.freeMicros(8)).isEqualTo(START + 20 * SECOND);
    assertThat(counter.freeMicros(4)).isEqualTo(START + 15 * SECOND);
    counter.giveBack(charged, 1);
    assertThat(counter.remaining(early)).isZero();
    assertThat(counter.reuse(START + 99 * SECOND)).as("its renewal may be under way").isFalse();
  }

  @Test
  void isLeft_sealedWindowThatCountsNoMore() {
    Terms terms = terms(8, PERIOD);
    long word = terms.charged(0, START, 1);
    long tail = terms.tail(0, START);
    long over = START + 20 * SECOND;
    assertThat(SlidingWindow.isLeft(SlidingWindow.sealed(word), tail, over)).isTrue();
    assertThat(SlidingWindow.isLeft(SlidingWindow.sealed(word), tail, over - 1)).isFalse();
    assertThat(SlidingWindow.isLeft(word, tail, over)).isFalse();
    long fixed = tail & ~(7L << 61);
    assertThat(SlidingWindow.isLeft(SlidingWindow.sealed(word), fixed, over)).isFalse();
    assertThat(Tail.isFree(word, tail, over)).isTrue();
    assertThat(Tail.isFree(word, tail, over - 1)).isFalse();
  }

  @Test
  void edited_periodOrCount_keepsWhatIsOpen() {
    counter.charge(START + SECOND, 6);
    long word = counter.word();
    long tail = terms(8, PERIOD).tail(0, START + SECOND);
    assertThat(terms(4, PERIOD).remaining(word, tail, START + SECOND)).isZero();
    assertThat(terms(9, 60).remaining(word, tail, START + SECOND)).isEqualTo(3);
    assertThat(terms(9, 60).resetMicros(word, START + SECOND)).isEqualTo(START + 10 * SECOND);
    // A longer period counts the window before still, a shorter one only while it may.
    assertThat(terms(9, 60).remaining(word, tail, START + 10 * SECOND)).isEqualTo(4);
    assertThat(terms(9, 2).remaining(word, tail, START + 10 * SECOND)).isEqualTo(3);
    assertThat(terms(9, 2).remaining(word, tail, START + 12 * SECOND)).isEqualTo(9);
  }

  @Test
  void free_whereTheWindowBeforeWeighs_isTheFirstMillisecond() {
    counter.charge(START, 8);
    counter.charge(START + 15 * SECOND, 2);
    assertThat(counter.freeMicros(2)).isEqualTo(START + 15 * SECOND);
    assertThat(counter.freeMicros(3)).isEqualTo(START + 16_250_000);
    assertThat(counter.freeMicros(6)).isEqualTo(START + 20 * SECOND);
    assertThat(counter.freeMicros(7)).isEqualTo(START + 25 * SECOND);
    assertThat(counter.freeMicros(9)).isEqualTo(Terms.NEVER);
  }

  @Test
  void withCount_moreThanDoublesHold_isBounded() {
    long year = 31_622_400;
    assertThat(terms(1, year).withCount(Limit.COUNT_MAX).count())
        .isEqualTo(Limit.SLIDING_MAX / (year * 1_000));
    assertThat(terms(8, PERIOD).withCount(9).burst()).isEqualTo(9);
    assertThat(terms(8, PERIOD).fillSeconds()).isEqualTo(PERIOD);
  }

  /** The tail may have been written by another limit's terms: nothing overflows. */
  @Test
  void share_asMuchAsFits_doesNotOverflow() {
    long year = 31_622_400;
    Terms terms = terms(Limit.SLIDING_MAX / (year * 1_000), year);
    long now = START;
    long end = terms.resetMicros(0, now);
    long word = terms.charged(0, now, 1);
    long tail = Tail.withRest(terms.tail(0, now), 0xFFFF_FFFFL);
    assertThat(end).isGreaterThan(now);
    assertThat(terms.remaining(word, tail, now)).isBetween(0L, terms.count());
    assertThat(terms.remaining(word, tail, end - 1)).isEqualTo(terms.count() - 2);
  }
}
