package io.tallygate.limiter.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls in flight, moment by moment; random lives are AlgorithmModelTest's. */
final class InFlightTest {

  private static final long SECOND = 1_000_000;
  private static final long HOUR = 3_600 * SECOND;
  private static final long START = 1_795_510_807L * SECOND / HOUR * HOUR;

  private final Terms terms = Terms.of(Limit.inFlight("a", 2), WindowStart.FIRST_CALL);

  /** From 2029-10-23 on, hours since 1970 have a 1 in the first of their twenty bits. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-11-24T12:00:00Z", "2029-10-24T00:00:00Z", "2088-01-01T00:00:00Z"})
  void begun_inAnyYear_comesBackAfterOneToTwoHours(String begin) {
    long now = Instant.parse(begin).getEpochSecond() * SECOND + 59 * 60 * SECOND;
    LoneCounter counter = new LoneCounter(terms);
    counter.charge(now, 1);
    counter.charge(now, 1);

    assertThat(counter.remaining(now + HOUR)).as("an hour later").isZero();
    assertThat(counter.reuse(now + HOUR)).isFalse();
    assertThat(counter.remaining(now + 2 * HOUR)).as("two hours later").isEqualTo(2);
    assertThat(counter.reuse(now + 2 * HOUR)).isTrue();
  }

  @Test
  void begun_asManyAsTheCount_letsNoMoreIn() {
    LoneCounter counter = new LoneCounter(terms);
    assertThat(counter.charge(START, 1)).isTrue();
    assertThat(counter.charge(START, 500)).as("one place, whatever it costs").isTrue();
    assertThat(counter.charge(START, 1)).isFalse();
    assertThat(counter.charge(START, 0)).isTrue();
    assertThat(counter.remaining(START)).isZero();
  }

  @Test
  void ended_inTheNextHour_freesItsPlace() {
    LoneCounter counter = new LoneCounter(terms);
    counter.charge(START, 1);
    long first = counter.word();
    counter.charge(START + HOUR, 1);
    long second = counter.word();
    assertThat(counter.remaining(START + HOUR)).isZero();

    counter.giveBack(first, 1);
    assertThat(counter.remaining(START + HOUR)).isOne();
    assertThat(counter.remaining(START + 2 * HOUR)).as("the second goes on").isOne();
    counter.giveBack(second, 1);
    assertThat(counter.remaining(START + 2 * HOUR)).isEqualTo(2);
  }

  @Test
  void ended_afterItsPlaceWasGivenUp_freesNoOtherCalls() {
    LoneCounter counter = new LoneCounter(terms);
    counter.charge(START, 1);
    long first = counter.word();
    counter.charge(START + 2 * HOUR, 1);
    counter.charge(START + 2 * HOUR, 1);

    counter.giveBack(first, 1);
    assertThat(counter.remaining(START + 2 * HOUR)).isZero();
  }

  @Test
  void ended_moreOftenThanBegun_freesNoPlaceThatIsNot() {
    LoneCounter counter = new LoneCounter(terms);
    counter.charge(START, 1);
    long first = counter.word();
    counter.giveBack(first, 1);
    counter.giveBack(first, 1);
    assertThat(counter.remaining(START)).isEqualTo(2);
    counter.charge(START + HOUR, 1);
    counter.giveBack(first, 1);
    assertThat(counter.remaining(START + HOUR)).isOne();
  }

  @Test
  void ended_noPlace_changesNothing() {
    LoneCounter counter = new LoneCounter(terms);
    counter.charge(START, 1);
    counter.giveBack(counter.word(), 0);
    assertThat(counter.remaining(START)).isOne();
  }

  /** A clock that was set back: the counter's hour goes on. */
  @Test
  void begun_atAnEarlierHour_countsInTheCounters() {
    LoneCounter counter = new LoneCounter(terms);
    counter.charge(START + HOUR, 1);
    assertThat(counter.charge(START + HOUR - 1, 1)).isTrue();
    assertThat(counter.remaining(START + HOUR - 1)).isZero();
    assertThat(counter.remaining(START + 2 * HOUR)).isZero();
    assertThat(counter.remaining(START + 3 * HOUR)).isEqualTo(2);
  }

  @Test
  void remaining_countLoweredBelowWhatIsUnderWay_isZero() {
    LoneCounter counter = new LoneCounter(terms);
    counter.charge(START, 1);
    counter.charge(START, 1);
    long word = counter.word();
    assertThat(terms.withCount(1).remaining(word, 0, START)).isZero();
    assertThat(terms.withCount(5).remaining(word, 0, START)).isEqualTo(3);
    assertThat(terms.withCount(Limit.COUNT_MAX).count()).isEqualTo(Limit.IN_FLIGHT_MAX);
  }

  @Test
  void resetAndFree_nobodyKnows() {
    LoneCounter counter = new LoneCounter(terms);
    assertThat(counter.resetMicros(START)).isEqualTo(START + SECOND);
    assertThat(counter.nextMicros(START)).isEqualTo(START + SECOND);
    assertThat(counter.freeMicros(1)).isZero();
    assertThat(terms.fillSeconds()).isZero();
    assertThat(terms.units(0)).isZero();
    assertThat(terms.units(7)).isOne();
  }
}
