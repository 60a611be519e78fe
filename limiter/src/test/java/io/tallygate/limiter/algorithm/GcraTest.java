package io.tallygate.limiter.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bucket's rate, and what comes back; random lives are AlgorithmModelTest's. */
final class GcraTest {

  private static final long SECOND = 1_000_000;
  private static final long START = 1_795_510_807L * SECOND;
  private static final int LIVES = Integer.getInteger("lives", 20_000);

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

  private static Admitted charged(LoneCounter counter, long now, long cost) {
    assertThat(counter.charge(now, cost)).isTrue();
    return new Admitted(now, cost, counter.word());
  }

  @Test
  void giveBack_atOnce_isAsIfTheCallHadNotBeen() {
    LoneCounter counter = new LoneCounter(terms(10, 10, 4));
    counter.lower(charged(counter, START, 3), 3, START);
    assertThat(counter.remaining(START)).isEqualTo(4);
    assertThat(counter.word()).isNotZero(); // zero is no counter
  }

  /** Units that time has brought back already are not brought back by the call as well. */
  @Test
  void giveBack_afterItsUnitsCameBack_addsNone() {
    LoneCounter counter = new LoneCounter(terms(10, 10, 4));
    Admitted call = charged(counter, START, 2);
    long later = START + 2 * SECOND;
    counter.charge(later, 4);
    counter.lower(call, 2, later);
    assertThat(counter.remaining(later)).as("four were sent just now").isZero();
  }

  @Test
  void giveBack_halfOfItsUnitsCameBack_addsTheOthers() {
    LoneCounter counter = new LoneCounter(terms(10, 10, 4));
    Admitted call = charged(counter, START, 2);
    long later = START + SECOND;
    counter.charge(later, 3);
    counter.lower(call, 2, later);
    assertThat(counter.remaining(later)).isOne();
    assertThat(counter.resetMicros(later)).isEqualTo(later + 3 * SECOND);
  }

  /** The second call waited behind the first; without that, its unit came back in the meantime. */
  @Test
  void giveBack_afterOneThatLayBeforeIt_addsWhatIsOwedWithoutThatOne() {
    LoneCounter counter = new LoneCounter(terms(10, 10, 4));
    Admitted first = charged(counter, START, 2);
    Admitted second = charged(counter, START, 1);
    counter.lower(first, 2, START);
    long later = START + SECOND;
    counter.charge(later, 4);
    counter.lower(second, 1, later);
    assertThat(counter.remaining(later)).as("four were sent just now").isZero();
  }

  @Test
  void lowered_nearTheBeginningOfTime_leavesAWord() {
    assertThat(Gcra.lowered(5, Gcra.owed(5, 0, 9))).isOne();
    assertThat(Gcra.lowered(5, Gcra.owed(5, 5, 9))).isEqualTo(5);
    assertThat(Gcra.lowered(5, Gcra.owed(5, 6, 9))).isEqualTo(5);
  }

  /** Any number of calls that never were sent, in any order: those that were keep the bound. */
  @Test
  void giveBack_anyCallsAtAnyTime_neverLetMoreThroughThanWithoutThem() {
    long seen = 0;
    for (long seed = 0; seed < LIVES; seed++) {
      seen += new Returns(seed).live();
    }
    assertThat(seen).as("calls given back, of which something was owed").isGreaterThan(LIVES);
  }

  /** One bucket, whose calls come back at random. */
  private static final class Returns {

    private final long seed;
    private final SplittableRandom random;
    private final Terms terms;
    private final LoneCounter counter;
    private final Reference reference;
    private long now = START;
    private long seen;

    Returns(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      long count = 1L + random.nextInt(9);
      this.terms = terms(count, 1 + random.nextInt(5), 1 + random.nextLong(count));
      this.counter = new LoneCounter(terms);
      this.reference = new Reference.Bucket(terms);
    }

    long live() {
      int often = 1 + random.nextInt(4);
      for (int step = 0; step < 60; step++) {
        if (random.nextInt(3) > 0) {
          now += random.nextLong(random.nextInt(4) == 0 ? 3 * terms.intervalMicros() : 200_000);
        }
        for (int i = random.nextInt(often); i > 0; i--) {
          giveBack();
        }
        long left = counter.remaining(now);
        if (left > reference.left(now)) {
          assertThat(left).as("seed=%s step=%s", seed, step).isEqualTo(reference.left(now));
        }
        long cost = 1 + random.nextLong(terms.burst());
        if (counter.charge(now, cost)) {
          assertThat(reference.rationalAdmits(now, cost)).as("seed=%s", seed).isTrue();
          reference.admit(new Admitted(now, cost, counter.word()));
        }
      }
      return seen;
    }

    private void giveBack() {
      int calls = reference.calls.size();
      if (calls > 0) {
        Admitted call = reference.calls.get(Math.max(calls - 1 - random.nextInt(9), 0));
        if (!call.returned) {
          seen += call.word > now ? 1 : 0;
          counter.lower(call, call.cost, now);
          call.returned = true;
        }
      }
    }
  }

  /** Whoever fails at once pays nothing, in whatever order the calls come back. */
  @Test
  void giveBack_allAtOnce_isAsIfTheCallsHadNotBeen() {
    SplittableRandom random = new SplittableRandom(11);
    for (int life = 0; life < 2_000; life++) {
      LoneCounter counter = new LoneCounter(terms(9, 9, 9));
      counter.charge(START, 1 + random.nextInt(4)); // and these stay
      long now = START + random.nextLong(3 * SECOND);
      long left = counter.remaining(now);
      List<Admitted> calls = new ArrayList<>();
      for (int i = 0; i < left; i++) {
        calls.add(charged(counter, now, 1));
      }
      while (!calls.isEmpty()) {
        counter.lower(calls.remove(random.nextInt(calls.size())), 1, now);
      }
      assertThat(counter.remaining(now)).isEqualTo(left);
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
