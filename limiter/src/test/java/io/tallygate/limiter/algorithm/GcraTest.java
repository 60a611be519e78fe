package io.tallygate.limiter.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.math.BigInteger;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bucket's rate, and what comes back; random lives are AlgorithmModelTest's. */
final class GcraTest {

  private static final long SECOND = 1_000_000;
  private static final long START = 1_795_510_807L * SECOND;

  private static Terms terms(long count, long seconds, long burst) {
    return Terms.of(
        Limit.smooth("a", count, Duration.ofSeconds(seconds), burst), WindowStart.FIRST_CALL);
  }

  /** Who takes all there is gets the burst and a unit each interval: the rational rate, rounded. */
  @ParameterizedTest
  @CsvSource({"7, 1, 3", "3, 10, 1", "10000, 1, 10", "999, 60, 20", "1, 31622400, 1", "7, 7, 7"})
  void charged_asSoonAsItFits_isTheRationalRateLessOneMicrosecondAUnit(
      long count, long seconds, long burst) {
    Terms terms = terms(count, seconds, burst);
    LoneCounter counter = new LoneCounter(terms);
    long now = START;
    long admitted = 0;
    for (int i = 0; i < 5_000; i++) {
      assertThat(counter.charge(now, 1)).isTrue();
      admitted++;
      now = Math.max(counter.freeMicros(1), now);
    }
    BigInteger spent = BigInteger.valueOf(now - START);
    BigInteger period = BigInteger.valueOf(seconds * SECOND);
    BigInteger units = BigInteger.valueOf(admitted - burst + 1); // the burst's last is the first
    // units * period / count <= spent < units * (period / count + 1)
    BigInteger least = units.multiply(period);
    BigInteger taken = spent.multiply(BigInteger.valueOf(count));
    assertThat(taken).isGreaterThanOrEqualTo(least);
    assertThat(taken).isLessThan(least.add(units.multiply(BigInteger.valueOf(count))));
  }

  @Test
  void charged_burst_reachesTheBound() {
    Terms terms = terms(10, 10, 4);
    LoneCounter counter = new LoneCounter(terms);
    for (int i = 0; i < 4; i++) {
      assertThat(counter.charge(START, 1)).isTrue();
    }
    assertThat(counter.charge(START + SECOND - 1, 1)).isFalse();
    assertThat(counter.charge(START + SECOND, 1)).isTrue();
    assertThat(counter.charge(START + SECOND, 1)).isFalse();
    assertThat(terms.fillSeconds()).isEqualTo(4);
    assertThat(terms(3, 1, 2).fillSeconds()).as("rounded up").isOne();
  }

  @Test
  void giveBack_atOnce_isAsIfTheCallHadNotBeen() {
    LoneCounter counter = new LoneCounter(terms(10, 10, 4));
    counter.charge(START, 3);
    counter.giveBack(counter.word(), 3, START);
    assertThat(counter.remaining(START)).isEqualTo(4);
    assertThat(counter.word()).isNotZero(); // zero is no counter
  }

  /** Units that time has brought back already are not brought back by the call as well. */
  @Test
  void giveBack_afterItsUnitsCameBack_addsNone() {
    LoneCounter counter = new LoneCounter(terms(10, 10, 4));
    counter.charge(START, 2);
    long charged = counter.word();
    long later = START + 2 * SECOND;
    counter.charge(later, 4);
    counter.giveBack(charged, 2, later);
    assertThat(counter.remaining(later)).as("four were sent just now").isZero();
  }

  @Test
  void giveBack_halfOfItsUnitsCameBack_addsTheOthers() {
    LoneCounter counter = new LoneCounter(terms(10, 10, 4));
    counter.charge(START, 2);
    long charged = counter.word();
    long later = START + SECOND;
    counter.charge(later, 3);
    counter.giveBack(charged, 2, later);
    assertThat(counter.remaining(later)).isOne();
    assertThat(counter.resetMicros(later)).isEqualTo(later + 3 * SECOND);
  }

  @Test
  void giveBack_toWhatIsNearTheBeginningOfTime_leavesAWord() {
    assertThat(Gcra.givenBack(5, 5, 0, 9)).isOne();
    assertThat(Gcra.givenBack(5, 5, 5, 9)).isEqualTo(5);
    assertThat(Gcra.givenBack(5, 5, 6, 9)).isEqualTo(5);
  }

  /** One call that never was sent, among many that were: these stay within the bound. */
  @Test
  void giveBack_anyCallAtAnyTime_neverLetsMoreThroughThanWithoutIt() {
    SplittableRandom random = new SplittableRandom(7);
    for (int life = 0; life < 20_000; life++) {
      Terms terms = terms(1 + random.nextInt(9), 1 + random.nextInt(5), 1);
      terms = terms(terms.count(), terms.periodSeconds(), 1 + random.nextLong(terms.count()));
      LoneCounter counter = new LoneCounter(terms);
      Reference reference = new Reference.Bucket(terms);
      int returned = random.nextInt(10);
      int returnedAt = returned + random.nextInt(10);
      long now = START;
      for (int step = 0; step < 30; step++) {
        now += random.nextLong(2 * terms.intervalMicros());
        if (step == returnedAt && returned < reference.calls.size()) {
          Admitted call = reference.calls.get(returned);
          counter.giveBack(call.word, call.cost, now);
          call.returned = true;
        }
        assertThat(counter.remaining(now)).isLessThanOrEqualTo(reference.left(now));
        long cost = 1 + random.nextLong(terms.burst());
        if (counter.charge(now, cost)) {
          reference.admit(new Admitted(now, cost, counter.word()));
        }
      }
    }
  }

  @Test
  void isFree_heldSlot_isNotUntilTheSecondIsOver() {
    Terms terms = terms(10, 10, 4);
    long word = terms.charged(0, START, 1);
    long tail = terms.tail(0, START);
    assertThat(Tail.isFree(word, tail, START + SECOND - 1)).isFalse();
    assertThat(Tail.isFree(word, tail, START + SECOND)).isTrue();
    long held = Tail.withRest(tail, START / SECOND + 5);
    assertThat(Tail.isFree(word, held, START + 5 * SECOND - 1)).isFalse();
    assertThat(Tail.isFree(word, held, START + 5 * SECOND)).isTrue();
  }

  @Test
  void withCount_overridden_boundsTheBurst() {
    Terms terms = terms(10, 10, 4);
    assertThat(terms.withCount(2).burst()).isEqualTo(2);
    assertThat(terms.withCount(2).intervalMicros()).isEqualTo(5 * SECOND);
    assertThat(terms.withCount(20).burst()).isEqualTo(4);
    assertThat(terms.withCount(3).intervalMicros()).as("rounded up").isEqualTo(3_333_334);
  }
}
