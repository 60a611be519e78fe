package io.tallygate.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.clock.FakeTicker;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.LimitOverride;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bugs that other limiters had, each by its name, and where it was seen. */
final class OthersBugsTest {

  private static final Duration TEN_YEARS = Duration.ofDays(3_653);

  private final FakeTicker ticker = new FakeTicker();
  private final Limiter limiter =
      new Limiter(LimiterConfig.DEFAULT.withCounters(16).withTicker(ticker));
  private final Caller caller = limiter.caller(Caller.Kind.KEY, "key_1", List.of());

  private LimitSet limits(Limit... limits) {
    return limiter.limits(Group.of("a", List.of(limits), List.of()), WindowStart.FIRST_CALL);
  }

  private static Limit limit(Algorithm algorithm, long count, Duration period) {
    return switch (algorithm) {
      case FIXED_WINDOW -> new Limit("a", count, period);
      case SLIDING_WINDOW -> Limit.sliding("a", count, period);
      case SMOOTH -> Limit.smooth("a", count, period, count);
      case IN_FLIGHT -> Limit.inFlight("a", count);
    };
  }

  private Decision decide(Caller who, LimitSet limits, long cost) {
    Decision decision = new Decision();
    limiter.decide(new Call(who, limits, cost, Call.Mode.CHARGE), decision);
    return decision;
  }

  private Decision charge(LimitSet limits, long cost) {
    return decide(caller, limits, cost);
  }

  private Decision peek(LimitSet limits) {
    Decision decision = new Decision();
    limiter.decide(Call.peek(caller, limits), decision);
    return decision;
  }

  /** upstash/ratelimit-js, pull request 156. */
  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void rejectedCallStillTakesTokens_hugeCostLocksTheKeyOut(Algorithm algorithm) {
    LimitSet limits = limits(limit(algorithm, 5, Duration.ofSeconds(10)));
    for (int i = 0; i < 5; i++) {
      charge(limits, 1);
    }
    Decision before = charge(limits, 1);
    assertThat(before.outcome()).isEqualTo(Outcome.REFUSED);
    for (int i = 0; i < 1_000; i++) {
      assertThat(charge(limits, i % 2 == 0 ? Call.COST_MAX : 1).isAdmitted()).isFalse();
    }
    assertThat(charge(limits, 1).copy()).isEqualTo(before.copy());
    if (algorithm != Algorithm.IN_FLIGHT) {
      ticker.advance(Duration.ofSeconds(before.waitSeconds(0)));
      assertThat(charge(limits, 1).isAdmitted()).isTrue();
    }
  }

  /** bucket4j, issue 51. */
  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void overflowAfterLongIdle_negativeTokens(Algorithm algorithm) {
    long most =
        switch (algorithm) {
          case FIXED_WINDOW -> Limit.COUNT_MAX;
          case SLIDING_WINDOW -> Limit.SLIDING_MAX / Limit.PERIOD_MAX.toMillis();
          case SMOOTH -> Limit.COUNT_MAX;
          case IN_FLIGHT -> Limit.IN_FLIGHT_MAX;
        };
    LimitSet limits = limits(limit(algorithm, most, Limit.PERIOD_MAX));
    assertThat(charge(limits, most).isAdmitted()).isTrue();
    ticker.advance(TEN_YEARS);
    assertThat(peek(limits).remaining(0)).isEqualTo(most);
    Decision whole = charge(limits, most);
    assertThat(whole.isAdmitted()).isTrue();
    assertThat(whole.remaining(0)).isEqualTo(algorithm == Algorithm.IN_FLIGHT ? most - 1 : 0);
  }

  /** bucket4j, issue 220. */
  @ParameterizedTest
  @EnumSource(value = Algorithm.class, mode = EnumSource.Mode.EXCLUDE, names = "IN_FLIGHT")
  void costOverCapacity_finiteWait(Algorithm algorithm) {
    LimitSet limits = limits(limit(algorithm, 5, Duration.ofSeconds(10)));
    for (long cost : new long[] {6, 7, 1_000_000, Call.COST_MAX}) {
      Decision decision = charge(limits, cost);
      assertThat(decision.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(decision.isNever(0)).as("cost=%s", cost).isTrue();
      assertThat(decision.remaining(0)).isEqualTo(5);
    }
    assertThat(charge(limits, 5).isAdmitted()).isTrue();
  }

  /** bucket4j, issue 417: a balance below zero, here by a number that is lowered. */
  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void negativeBalance_addsTokens(Algorithm algorithm) {
    LimitSet limits = limits(limit(algorithm, 10, Duration.ofSeconds(10)));
    Caller lowered =
        limiter.caller(
            Caller.Kind.KEY, "key_1", List.of(new LimitOverride("a", 3, LimitOverride.NO_END)));
    Deque<Decision> admitted = new ArrayDeque<>();
    for (int i = 0; i < 8; i++) {
      admitted.add(charge(limits, 1));
    }
    // A bucket's units weigh by the pace at which they were taken: two of ten are not one of three.
    int back = algorithm == Algorithm.SMOOTH ? 1 : 5;
    for (int i = 0; i <= back; i++) {
      Decision refused = decide(lowered, limits, 1);
      assertThat(refused.isAdmitted()).as("given back=%s", i).isFalse();
      assertThat(refused.remaining(0)).isZero();
      if (i < back) {
        limiter.giveBack(admitted.removeLast());
      }
    }
    limiter.giveBack(admitted.removeLast());
    assertThat(decide(lowered, limits, 2).isAdmitted()).isEqualTo(algorithm == Algorithm.IN_FLIGHT);
    assertThat(decide(lowered, limits, 1).isAdmitted()).isEqualTo(algorithm != Algorithm.IN_FLIGHT);
  }

  /** bucket4j, issue 88. */
  @Test
  void waitTime_ignoresThePartialToken() {
    LimitSet limits = limits(Limit.smooth("a", 6, Duration.ofSeconds(60), 1));
    charge(limits, 1);
    ticker.advance(Duration.ofMillis(4_200));
    assertThat(charge(limits, 1).waitSeconds(0)).as("10 - 4.2, rounded up").isEqualTo(6);
    ticker.advance(Duration.ofMillis(5_799));
    assertThat(charge(limits, 1).isAdmitted()).isFalse();
    ticker.advance(Duration.ofMillis(1));
    assertThat(charge(limits, 1).isAdmitted()).isTrue();
  }

  /** redisson, issue 3804: a day of four threads, of whose calls some are never told to end. */
  @Test
  void permitLeak_overHoursUnderConcurrency() {
    int places = 6;
    LimitSet limits = limits(Limit.inFlight("a", places));
    AtomicInteger under = new AtomicInteger();
    List<Integer> most =
        Crowd.run(
            4,
            thread -> {
              SplittableRandom random = new SplittableRandom(thread);
              int seen = 0;
              for (int i = 0; i < 20_000; i++) {
                ticker.advance(Duration.ofMillis(random.nextInt(2_160))); // a day in all
                Decision decision = charge(limits, 1 + random.nextInt(2));
                if (decision.isAdmitted()) {
                  seen = Math.max(seen, under.incrementAndGet());
                  peek(limits); // meanwhile others come
                  under.decrementAndGet();
                  if (random.nextInt(1_000) > 0) {
                    limiter.end(decision);
                    limiter.end(decision);
                    limiter.giveBack(decision);
                  }
                }
              }
              return seen;
            });
    assertThat(most).allSatisfy(each -> assertThat(each).isBetween(1, places));
    assertThat(peek(limits).remaining(0)).isBetween(0L, (long) places);
    ticker.advance(Limit.LONGEST_CALL.multipliedBy(2));
    assertThat(peek(limits).remaining(0)).as("all are back").isEqualTo(places);
    for (int i = 0; i < places; i++) {
      assertThat(charge(limits, 1).isAdmitted()).isTrue();
    }
    assertThat(charge(limits, 1).isAdmitted()).isFalse();
  }

  /** redis, the review of pull request 14826. */
  @Test
  void resetAfter_arrivalTimeInThePast_negative() {
    LimitSet limits = limits(Limit.smooth("a", 5, Duration.ofSeconds(5), 5));
    charge(limits, 2);
    for (long hours : new long[] {1, 24, 24 * 365, 24 * 3_650}) {
      ticker.advance(Duration.ofHours(hours));
      Decision peek = peek(limits);
      assertThat(peek.remaining(0)).isEqualTo(5);
      assertThat(peek.resetSecond(0) * 1_000_000).isGreaterThanOrEqualTo(ticker.wallMicros());
      assertThat(peek.waitSeconds(0)).isOne();
    }
  }

  /** nginx's limit_req, by design. */
  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void evictionOfALiveKey_forgetsItsCount(Algorithm algorithm) {
    LimitSet limits = limits(limit(algorithm, 2, Duration.ofHours(1)));
    charge(limits, 1);
    charge(limits, 1);
    int full = 0;
    for (int i = 0; i < 1_000; i++) {
      Caller other = limiter.caller(Caller.Kind.KEY, "other_" + i, List.of());
      full += decide(other, limits, 1).outcome() == Outcome.COUNTERS_FULL ? 1 : 0;
    }
    assertThat(full).isEqualTo(1_000 - (limiter.slots() - 1));
    assertThat(charge(limits, 1).outcome()).isEqualTo(Outcome.REFUSED);
  }
}
