package io.tallygate.limiter.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each rule beside a reference that knows no formula of it, through many short lives of a counter:
 * random numbers, costs and times, units that come back, slots that are lost and half a renewal.
 * Everything that the rule says must be the reference's; and what came of it must be within the
 * bound that the rule promises, in any interval. The property {@code decisions} is how many
 * decisions each rule makes; the default is a million.
 */
final class AlgorithmModelTest {

  private static final int DECISIONS = Integer.getInteger("decisions", 1_000_000);
  private static final int STEPS = 150; // of one life
  private static final long SECOND = 1_000_000;
  private static final long START = 1_795_510_807L * SECOND;
  private static final long TEN_YEARS = 3_653L * 86_400 * SECOND;

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void decide_randomLives_isTheReferencesAndWithinTheBound(Algorithm algorithm) {
    int made = 0;
    for (long seed = 1; made < DECISIONS; seed++) {
      Life life = new Life(algorithm, seed);
      life.live();
      life.assertWithinTheBounds();
      made += STEPS;
    }
  }

  /** One counter from its first call on. */
  private static final class Life {

    private final long seed;
    private final SplittableRandom random;
    private final Terms terms;
    private final LoneCounter counter;
    private final Reference reference;
    private final long spanMicros; // what the rule takes for long
    private long now;
    private int step;

    Life(Algorithm algorithm, long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.terms = terms(algorithm);
      this.counter = new LoneCounter(terms);
      this.reference =
          switch (algorithm) {
            case FIXED_WINDOW -> new Reference.Fixed(terms);
            case SLIDING_WINDOW -> new Reference.Sliding(terms);
            case SMOOTH -> new Reference.Bucket(terms);
            case IN_FLIGHT -> new Reference.Places(terms);
          };
      this.now = START + random.nextLong(100_000 * SECOND);
      this.spanMicros =
          algorithm == Algorithm.SMOOTH
              ? terms.burst() * terms.intervalMicros()
              : terms.periodSeconds() * SECOND;
    }

    private Terms terms(Algorithm algorithm) {
      long count = random.nextInt(4) == 0 ? 1 + random.nextInt(300) : 1 + random.nextInt(9);
      Duration period =
          Duration.ofSeconds(
              random.nextInt(4) == 0 ? 1 + random.nextInt(90_000) : 1 + random.nextInt(9));
      Limit limit =
          switch (algorithm) {
            case FIXED_WINDOW -> new Limit("a", count, period);
            case SLIDING_WINDOW -> Limit.sliding("a", count, period);
            case SMOOTH -> Limit.smooth("a", count, period, 1 + random.nextLong(count));
            case IN_FLIGHT -> Limit.inFlight("a", count);
          };
      WindowStart[] starts = WindowStart.values();
      return Terms.of(limit, starts[random.nextInt(starts.length)]);
    }

    void live() {
      for (step = 0; step < STEPS; step++) {
        now += passing();
        int dice = random.nextInt(20);
        if (dice == 0) {
          counter.reuse(now); // reads the same as before
        } else if (dice < 3) {
          giveBack();
        } else if (dice == 3 && terms.renews(counter.word(), now) && counter.word() != 0) {
          counter.seal();
        }
        decide();
      }
    }

    private long passing() {
      return switch (random.nextInt(12)) {
        case 0, 1, 2 -> 0;
        case 3 -> reference.resetMicros(now) - now;
        case 4 -> Math.max(reference.resetMicros(now) - now - 1, 0);
        case 5 -> random.nextLong(3 * spanMicros);
        case 6 -> random.nextInt(20) == 0 ? random.nextLong(TEN_YEARS) : 1;
        case 7 -> random.nextLong(2 * SECOND);
        default -> random.nextLong(spanMicros / terms.burst() + 1);
      };
    }

    private long cost() {
      return switch (random.nextInt(12)) {
        case 0 -> 0;
        case 1 -> terms.burst();
        case 2 -> terms.burst() + 1;
        case 3 -> 0xFFFF_FFFFL;
        case 4, 5 -> 1 + random.nextLong(terms.burst());
        default -> 1;
      };
    }

    private void decide() {
      long cost = cost();
      long units = terms.units(cost);
      long left = reference.left(now);
      assertEqual("remaining", counter.remaining(now), left);
      assertEqual("reset", counter.resetMicros(now), reference.resetMicros(now));
      long before = counter.word();
      boolean admitted = counter.charge(now, cost);
      assertEqual("admitted", admitted ? 1 : 0, units <= left ? 1 : 0);
      if (!admitted) {
        assertEqual("the word after a refusal", counter.word(), before);
        assertFreeTime(cost);
      } else if (units > 0) {
        assertEqual("rational", reference.rationalAdmits(now, units) ? 1 : 0, 1);
        reference.admit(new Admitted(now, units, counter.word()));
        assertEqual("remaining after", counter.remaining(now), left - units);
      }
    }

    /** Sound and tight, to the microsecond. */
    private void assertFreeTime(long cost) {
      if (terms.algorithm() == Algorithm.IN_FLIGHT) {
        return;
      }
      long free = counter.freeMicros(cost);
      if (cost > terms.burst()) {
        assertEqual("never", free, Terms.NEVER);
        return;
      }
      assertEqual("free", reference.left(free) >= cost ? 1 : 0, 1);
      assertEqual("free too early", reference.left(free - 1) >= cost ? 1 : 0, 0);
      if (terms.algorithm() == Algorithm.SMOOTH) {
        long next = counter.nextMicros(now);
        long left = reference.left(now);
        assertEqual("next", reference.left(next), left + 1);
        assertEqual("next too early", reference.left(next - 1), left);
      }
    }

    private void giveBack() {
      List<Admitted> calls = reference.calls;
      if (calls.isEmpty() || terms.algorithm() == Algorithm.SMOOTH) { // is not exact: GcraTest
        return;
      }
      Admitted call = calls.get(Math.max(calls.size() - 1 - random.nextInt(5), 0));
      if (!call.returned && !SlidingWindow.isSealed(counter.word())) {
        reference.giveBack(call, now);
        counter.giveBack(call.word, call.cost);
      }
    }

    void assertWithinTheBounds() {
      List<Admitted> calls = new ArrayList<>(reference.calls);
      calls.removeIf(call -> call.returned);
      long count = terms.count();
      for (int from = 0; from < calls.size(); from++) {
        long first = calls.get(from).micros;
        long sum = 0;
        for (int to = from; to < calls.size(); to++) {
          long span = calls.get(to).micros - first;
          sum += calls.get(to).cost;
          boolean within =
              switch (terms.algorithm()) {
                case FIXED_WINDOW -> span >= spanMicros || sum <= 2 * count;
                case SLIDING_WINDOW -> span >= spanMicros || sum <= most(first, first + span);
                case SMOOTH -> sum <= terms.burst() + span / terms.intervalMicros();
                case IN_FLIGHT -> true; // no interval has a bound; see the reference's places
              };
          if (!within) {
            throw new AssertionError(where() + " from=" + from + " to=" + to);
          }
        }
      }
    }

    /** Of a window that slides, in an interval that is shorter than the period. */
    private long most(long fromMicros, long toMicros) {
      boolean oneWindow = fromMicros / spanMicros == toMicros / spanMicros;
      return oneWindow ? terms.count() : 2 * terms.count() - 1;
    }

    private void assertEqual(String what, long said, long expected) {
      if (said != expected) { // an assertion of its own is too slow for millions
        assertThat(said).as("%s: %s", what, where()).isEqualTo(expected);
      }
    }

    private String where() {
      return "seed=%s step=%s now=%s terms=%s".formatted(seed, step, now, terms);
    }
  }
}
