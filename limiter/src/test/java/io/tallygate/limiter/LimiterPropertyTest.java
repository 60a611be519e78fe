package io.tallygate.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.ReferenceLimiter.Now;
import io.tallygate.limiter.ReferenceLimiter.Request;
import io.tallygate.limiter.ReferenceLimiter.Verdict;
import io.tallygate.limiter.clock.FakeTicker;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.LimitOverride;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Drives a limiter and the reference through the same thousands of random steps: calls of any cost,
 * peeks, give-backs, edited limits, overrides that end, clocks that are set. Every word that the
 * limiter says must be the reference's.
 */
final class LimiterPropertyTest {

  private static final int SEEDS = 25;
  private static final int STEPS = 3_000;

  @ParameterizedTest
  @EnumSource(WindowStart.class)
  void decide_randomSteps_matchesTheReference(WindowStart start) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      new Run(seed, start).run();
    }
  }

  /** An admitted call that may be given back. */
  private record Admitted(Decision decision, Verdict verdict) {}

  /** The steps of one seed. */
  private static final class Run {

    private final long seed;
    private final SplittableRandom random;
    private final WindowStart start;
    private final FakeTicker ticker = new FakeTicker();
    private final Limiter limiter =
        new Limiter(LimiterConfig.DEFAULT.withCounters(1_024).withTicker(ticker));
    private final ReferenceLimiter reference = new ReferenceLimiter();
    private final List<Group> groups = new ArrayList<>();
    private final List<List<LimitOverride>> overrides = new ArrayList<>();
    private final List<Admitted> admitted = new ArrayList<>();
    private long limiterMicros = ticker.wallMicros();
    private int step;

    Run(long seed, WindowStart start) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.start = start;
      groups.add(group("alone", 7));
      groups.add(group("pair", 5, 20));
      groups.add(group("triple", 3, 10, 60));
      for (int i = 0; i < 3; i++) {
        overrides.add(List.of());
      }
    }

    private static Group group(String name, long... periods) {
      List<Limit> limits = new ArrayList<>();
      for (int i = 0; i < periods.length; i++) {
        limits.add(
            new Limit(i == 0 ? name : name + i, 4L * (i + 1), Duration.ofSeconds(periods[i])));
      }
      return Group.of(name, limits, List.of());
    }

    void run() {
      try (limiter) {
        for (step = 0; step < STEPS; step++) {
          int dice = random.nextInt(100);
          if (dice < 60) {
            call();
          } else if (dice < 80) {
            passTime();
          } else if (dice < 86) {
            giveBack();
          } else if (dice < 92) {
            editLimit();
          } else if (dice < 96) {
            editOverrides();
          } else {
            setWall();
          }
        }
      }
      reference.windows().values().forEach(this::assertNoOverlap);
    }

    private void call() {
      int caller = random.nextInt(overrides.size());
      Group group = groups.get(random.nextInt(groups.size()));
      long cost = cost();
      Call.Mode mode = random.nextInt(5) == 0 ? Call.Mode.PEEK : Call.Mode.CHARGE;
      Request request = request(caller, group, cost);
      Decision decision = new Decision();
      limiter.decide(call(caller, group, cost, mode), decision);
      Verdict verdict = reference.decide(request, mode, now());

      assertSame(decision, verdict);
      if (decision.outcome() == Outcome.ADMITTED) {
        admitted.add(new Admitted(decision, verdict));
      } else if (!decision.isNever(decision.shown()) && random.nextInt(4) == 0) {
        waitAsTold(caller, group, cost, decision.waitSeconds(decision.shown()));
      }
    }

    private long cost() {
      return switch (random.nextInt(12)) {
        case 0 -> 0;
        case 1 -> random.nextLong(14);
        case 2 -> Call.COST_MAX - random.nextLong(3);
        case 3 -> Limit.COUNT_MAX;
        case 4, 5 -> 2;
        default -> 1;
      };
    }

    /** A second too early it is refused still; at the time told it is admitted. */
    private void waitAsTold(int caller, Group group, long cost, long waitSeconds) {
      Call peek = call(caller, group, cost, Call.Mode.PEEK);
      Decision decision = new Decision();
      advance((waitSeconds - 1) * 1_000_000);
      limiter.decide(peek, decision);
      assertThat(decision.outcome()).as(this::where).isEqualTo(Outcome.REFUSED);
      advance(1_000_000);
      limiter.decide(peek, decision);
      assertThat(decision.outcome()).as(this::where).isEqualTo(Outcome.ADMITTED);
    }

    private void giveBack() {
      if (!admitted.isEmpty()) {
        Admitted one = admitted.remove(random.nextInt(admitted.size()));
        List<LimitState> before = one.decision().copy().limits();
        limiter.giveBack(one.decision());
        limiter.giveBack(one.decision()); // a second time changes nothing
        long cost = one.decision().call().cost();
        reference.giveBack(one.verdict(), cost);
        if (one.decision().call().mode() == Call.Mode.CHARGE) {
          for (int i = 0; i < before.size(); i++) {
            assertThat(one.decision().remaining(i))
                .as(this::where)
                .isEqualTo(before.get(i).remaining() + cost);
          }
        }
      }
    }

    private void passTime() {
      advance(
          10L * (random.nextInt(4) == 0 ? random.nextLong(3_000_000) : random.nextLong(90_000)));
    }

    private void advance(long micros) {
      // Multiples of 10 us, so that nine tenths of them are whole too.
      ticker.advance(Duration.ofNanos(micros * 1_000));
      limiterMicros = Math.max(ticker.wallMicros(), limiterMicros + micros / 10 * 9);
      readClock();
    }

    private void setWall() {
      ticker.setWallBy(Duration.ofMillis(random.nextLong(-12_000, 9_000)));
      limiterMicros = Math.max(ticker.wallMicros(), limiterMicros);
      readClock();
    }

    /** Lets the limiter see what the clocks show: it cannot know what they showed unread. */
    private void readClock() {
      limiter.decide(call(0, groups.get(0), 0, Call.Mode.PEEK), new Decision());
    }

    private void editLimit() {
      int at = random.nextInt(groups.size());
      Group group = groups.get(at);
      List<Limit> limits = new ArrayList<>(group.limits());
      int index = random.nextInt(limits.size());
      limits.set(
          index,
          random.nextBoolean()
              ? limits.get(index).withCount(random.nextLong(1, 12))
              : limits.get(index).withPeriod(Duration.ofSeconds(random.nextLong(1, 60))));
      groups.set(at, group.withLimits(limits));
    }

    private void editOverrides() {
      List<LimitOverride> list = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        Group group = groups.get(random.nextInt(groups.size()));
        List<Limit> limits = group.limits();
        long until = limiterMicros / 1_000_000 + random.nextLong(-5, 40);
        list.add(
            new LimitOverride(
                limits.get(random.nextInt(limits.size())).name(),
                random.nextLong(1, 15),
                random.nextInt(4) == 0 ? LimitOverride.NO_END : until));
      }
      overrides.set(random.nextInt(overrides.size()), list);
    }

    private Call call(int caller, Group group, long cost, Call.Mode mode) {
      return new Call(
          limiter.caller(Caller.Kind.KEY, "key_" + caller, overrides.get(caller)),
          limiter.limits(group, start),
          cost,
          mode);
    }

    private Request request(int caller, Group group, long cost) {
      return new Request(
          "key_" + caller, overrides.get(caller), group.name(), group.limits(), start, cost);
    }

    private Now now() {
      return new Now(limiterMicros, limiterMicros - ticker.wallMicros());
    }

    private void assertSame(Decision decision, Verdict verdict) {
      assertThat(decision.copy()).as(this::where).isEqualTo(verdict.answer());
      assertThat(decision.isNever(decision.shown())).as(this::where).isEqualTo(verdict.never());
      for (int i = 0; i < decision.size(); i++) {
        assertThat(decision.remaining(i)).as(this::where).isBetween(0L, decision.count(i));
      }
    }

    private void assertNoOverlap(List<ReferenceLimiter.Window> windows) {
      for (int i = 1; i < windows.size(); i++) {
        ReferenceLimiter.Window before = windows.get(i - 1);
        if (before.used > 0 && start == WindowStart.FIRST_CALL) {
          assertThat(windows.get(i).startSecond)
              .as(this::where)
              .isGreaterThanOrEqualTo(before.endSecond);
        }
      }
    }

    private String where() {
      return "seed=" + seed + " step=" + step + " start=" + start;
    }
  }
}
