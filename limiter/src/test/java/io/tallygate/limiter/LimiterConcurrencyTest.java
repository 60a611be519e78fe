package io.tallygate.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tallygate.limiter.clock.FakeTicker;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.WindowStart;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many callers at once, and no garbage: the promises S12, S13, S14 and S15 under load. */
final class LimiterConcurrencyTest {

  private static final int THREADS = 8;
  private static final int ROUNDS = 50;

  private final FakeTicker ticker = new FakeTicker();
  private final LimiterConfig config =
      LimiterConfig.DEFAULT.withCounters(1 << 12).withTicker(ticker);

  private static LimitSet limits(Limiter limiter, String group, long... counts) {
    Stream<Limit> limits =
        IntStream.range(0, counts.length)
            .mapToObj(
                i ->
                    new Limit(
                        i == 0 ? group : group + "-" + i, counts[i], Duration.ofHours(i + 1)));
    return limiter.limits(Group.of(group, limits.toList(), List.of()), WindowStart.FIRST_CALL);
  }

  private static Caller caller(Limiter limiter, String id) {
    return limiter.caller(Caller.Kind.KEY, id, List.of());
  }

  private static long admitted(Limiter limiter, Call call, int tries) {
    Decision decision = new Decision();
    long admitted = 0;
    for (int i = 0; i < tries; i++) {
      limiter.decide(call, decision);
      admitted += decision.outcome() == Outcome.ADMITTED ? 1 : 0;
    }
    return admitted;
  }

  private static long sum(List<Long> each) {
    return each.stream().mapToLong(Long::longValue).sum();
  }

  /** S15. */
  @Test
  void decide_threadsTimesTries_admitExactlyTheLimit() {
    try (Limiter limiter = new Limiter(config)) {
      LimitSet limits = limits(limiter, "tools", 500);
      for (int round = 0; round < ROUNDS; round++) {
        Call call = Call.of(caller(limiter, "key" + round), limits);

        assertThat(sum(Crowd.run(THREADS, thread -> admitted(limiter, call, 100)))).isEqualTo(500);
      }
      Call few = Call.of(caller(limiter, "few"), limits);
      assertThat(sum(Crowd.run(THREADS, thread -> admitted(limiter, few, 10)))).isEqualTo(80);
    }
  }

  /** S14, all calls under the same limits: exact. */
  @Test
  void decide_severalLimitsRacing_admitExactlyTheLowest_andChargeAllAlike() {
    try (Limiter limiter = new Limiter(config)) {
      LimitSet limits = limits(limiter, "tools", 700, 300, 500);
      for (int round = 0; round < ROUNDS; round++) {
        Call call = Call.of(caller(limiter, "key" + round), limits);

        assertThat(sum(Crowd.run(THREADS, thread -> admitted(limiter, call, 100)))).isEqualTo(300);

        Decision after = new Decision();
        limiter.decide(new Call(call.caller(), limits, 1, Call.Mode.PEEK), after);
        assertThat(List.of(after.remaining(0), after.remaining(1), after.remaining(2)))
            .containsExactly(400L, 0L, 200L);
        assertThat(after.shown()).isEqualTo(1);
      }
    }
  }

  /**
   * S14, calls that share some limits only: never over one of them, and what was undone is back.
   */
  @Test
  void decide_callsMeetingDifferentLimits_neverExceedOne() {
    try (Limiter limiter = new Limiter(config)) {
      LimitSet both = limits(limiter, "tools", 300, 100);
      LimitSet first = limits(limiter, "tools", 300);
      for (int round = 0; round < ROUNDS; round++) {
        Caller caller = caller(limiter, "key" + round);
        List<Long> each =
            Crowd.run(
                THREADS,
                thread -> admitted(limiter, Call.of(caller, thread % 2 == 0 ? both : first), 100));
        long throughBoth = each.get(0) + each.get(2) + each.get(4) + each.get(6);

        assertThat(throughBoth).isLessThanOrEqualTo(100);
        assertThat(sum(each)).isLessThanOrEqualTo(300);
        Decision after = new Decision();
        limiter.decide(Call.peek(caller, both), after);
        assertThat(after.remaining(0)).isEqualTo(300 - sum(each));
        assertThat(after.remaining(1)).isEqualTo(100 - throughBoth);
      }
    }
  }

  /** S9: what is given back while others charge comes back, all of it. */
  @Test
  void giveBack_othersCharging_losesNoUnit() {
    int pairs = 20_000;
    try (Limiter limiter = new Limiter(config)) {
      LimitSet limits = limits(limiter, "tools", 1_000_000);
      Caller caller = caller(limiter, "key");
      limiter.decide(Call.of(caller, limits), new Decision()); // the window stays open

      Crowd.run(
          THREADS,
          thread -> {
            Decision decision = new Decision();
            for (int i = 0; i < pairs; i++) {
              limiter.decide(Call.of(caller, limits), decision);
              assertThat(decision.outcome()).isEqualTo(Outcome.ADMITTED);
              limiter.giveBack(decision);
            }
            return pairs;
          });

      Decision after = new Decision();
      limiter.decide(Call.peek(caller, limits), after);
      assertThat(after.remaining(0)).isEqualTo(1_000_000 - 1);
    }
  }

  /**
   * S9: within a window nobody sees more left than before, and no call is refused with units left.
   */
  @Test
  void peek_othersCharging_neverSeesMoreLeft() {
    int calls = 200_000;
    try (Limiter limiter = new Limiter(config)) {
      LimitSet limits = limits(limiter, "tools", 1_000_000);
      Caller caller = caller(limiter, "key");
      limiter.decide(Call.of(caller, limits), new Decision());

      Crowd.run(
          THREADS,
          thread -> {
            Decision decision = new Decision();
            long left = Long.MAX_VALUE;
            for (int i = 0; i < calls; i++) {
              Call call = thread % 2 == 0 ? Call.of(caller, limits) : Call.peek(caller, limits);
              limiter.decide(call, decision);
              assertThat(decision.outcome()).isEqualTo(Outcome.ADMITTED);
              assertThat(decision.remaining(0)).isLessThanOrEqualTo(left);
              left = decision.remaining(0);
            }
            return left;
          });
    }
  }

  /** S13. */
  @Test
  void decide_limitEditedMeanwhile_keepsTheCount() {
    try (Limiter limiter = new Limiter(config)) {
      Caller caller = caller(limiter, "key");
      LimitSet lower = limits(limiter, "tools", 300);
      LimitSet higher = limits(limiter, "tools", 400);

      List<Long> each =
          Crowd.run(
              THREADS,
              thread -> admitted(limiter, Call.of(caller, thread % 2 == 0 ? lower : higher), 100));

      assertThat(sum(each)).isBetween(300L, 400L);
      assertThat(admitted(limiter, Call.of(caller, higher), 500)).isEqualTo(400 - sum(each));
      assertThat(admitted(limiter, Call.of(caller, lower), 1)).isZero();
    }
  }

  /** S12. */
  @Test
  void decide_tableFull_evictsNobody_andSaysWhatThePolicySays() {
    try (Limiter limiter = new Limiter(config.withCounters(16))) {
      LimitSet limits = limits(limiter, "tools", 1);
      Decision decision = new Decision();
      long counted = 0;
      for (int i = 0; i < 100; i++) {
        limiter.decide(Call.of(caller(limiter, "key" + i), limits), decision);
        counted += decision.outcome() == Outcome.ADMITTED ? 1 : 0;
        assertThat(decision.outcome()).isIn(Outcome.ADMITTED, Outcome.COUNTERS_FULL);
      }
      assertThat(counted).isEqualTo(limiter.slots()).isEqualTo(limiter.countLive());
      limiter.onFull(OnFull.ALLOW);
      long uncounted = 0;
      for (int i = 0; i < 100; i++) {
        limiter.decide(Call.of(caller(limiter, "key" + i), limits), decision);
        assertThat(decision.outcome()).isIn(Outcome.REFUSED, Outcome.UNCOUNTED);
        uncounted += decision.outcome() == Outcome.UNCOUNTED ? 1 : 0;
      }
      assertThat(uncounted).isEqualTo(100 - counted);
      ticker.advance(Duration.ofHours(1));
      limiter.decide(Call.of(caller(limiter, "another"), limits), decision);
      assertThat(decision.outcome()).isEqualTo(Outcome.ADMITTED);
    }
  }

  @Test
  void decide_liveCounter_allocatesNothing() {
    try (Limiter limiter = new Limiter(LimiterConfig.DEFAULT.withCounters(1 << 12))) {
      Call call = Call.of(caller(limiter, "key"), limits(limiter, "tools", 1_000_000_000));
      Decision decision = new Decision();
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      int decisions = 200_000;
      decideMany(limiter, call, decision, decisions);

      long before = threads.getCurrentThreadAllocatedBytes();
      decideMany(limiter, call, decision, decisions);
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;

      // A coarse tick that sleeps is read precisely, and that allocates: a few times at most.
      assertThat(bytes / decisions).as("bytes=%s decisions=%s", bytes, decisions).isZero();
    }
  }

  private static void decideMany(Limiter limiter, Call call, Decision decision, int decisions) {
    for (int i = 0; i < decisions; i++) {
      limiter.decide(call, decision);
    }
  }
}
