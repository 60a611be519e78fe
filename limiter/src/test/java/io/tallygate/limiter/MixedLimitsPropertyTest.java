package io.tallygate.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.clock.FakeTicker;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Limits of all kinds on one call, in a table of so few slots that they change hands all the time,
 * beside a reference that lists the calls: edits, give-backs, ends, clocks that are set.
 */
final class MixedLimitsPropertyTest {

  private static final int SEEDS = Integer.getInteger("mixed", 30);
  private static final int STEPS = 2_000;
  private static final long SECOND = 1_000_000;

  @Test
  void decide_allKindsOnOneCall_isTheReferences() {
    long[] seen = new long[4];
    for (long seed = 1; seed <= SEEDS; seed++) {
      new Run(seed, seen).run();
    }
    assertThat(seen[0]).as("admitted").isGreaterThan(SEEDS * STEPS / 10);
    assertThat(seen[1]).as("refused").isGreaterThan(SEEDS * STEPS / 10);
    assertThat(seen[2]).as("found no slot").isGreaterThan(SEEDS);
    assertThat(seen[3]).as("waited as told").isGreaterThan(SEEDS);
  }

  private record Admitted(String caller, Decision decision, List<MixedReference.Charge> charges) {}

  private static final class Run {

    private final long seed;
    private final long[] seen;
    private final SplittableRandom random;
    private final FakeTicker ticker = new FakeTicker();
    private final Limiter limiter =
        new Limiter(LimiterConfig.DEFAULT.withCounters(16).withTicker(ticker));
    private final MixedReference reference = new MixedReference();
    private final List<Admitted> admitted = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private long now = ticker.wallMicros();
    private int step;

    Run(long seed, long[] seen) {
      this.seed = seed;
      this.seen = seen;
      this.random = new SplittableRandom(seed);
      groups.add(
          group(
              new Limit("all", 9, Duration.ofSeconds(7)),
              Limit.sliding("all-sliding", 8, Duration.ofSeconds(5)),
              Limit.smooth("all-smooth", 10, Duration.ofSeconds(9), 5),
              Limit.inFlight("all-flying", 6)));
      groups.add(
          group(
              Limit.smooth("two", 6, Duration.ofSeconds(4), 3),
              Limit.sliding("two-sliding", 20, Duration.ofSeconds(11))));
      groups.add(group(Limit.sliding("one", 5, Duration.ofSeconds(3))));
    }

    private static Group group(Limit... limits) {
      return Group.of(limits[0].name(), List.of(limits), List.of());
    }

    void run() {
      for (step = 0; step < STEPS; step++) {
        int dice = random.nextInt(100);
        if (dice < 62) {
          call();
        } else if (dice < 80) {
          advance(10L * random.nextLong(random.nextInt(4) == 0 ? 600_000 : 90_000));
        } else if (dice < 94) {
          giveBackOrEnd();
        } else if (dice < 97) {
          edit();
        } else if (dice < 99) {
          ticker.setWallBy(Duration.ofMillis(random.nextLong(-2_000, 3_000)));
          now = Math.max(ticker.wallMicros(), now);
          readClock();
        } else {
          advance(2 * 3_600 * SECOND);
        }
      }
      limiter.close();
    }

    private void advance(long micros) {
      // Multiples of 10 us, so that nine tenths of them are whole too.
      ticker.advance(Duration.ofNanos(micros * 1_000));
      now = Math.max(ticker.wallMicros(), now + micros / 10 * 9);
      readClock();
    }

    /** Lets the limiter see what the clocks show: it cannot know what they showed unread. */
    private void readClock() {
      limiter.decide(call("key_0", groups.get(0), 0, Call.Mode.PEEK), new Decision());
    }

    private Call call(String caller, Group group, long cost, Call.Mode mode) {
      return new Call(
          limiter.caller(Caller.Kind.KEY, caller, List.of()),
          limiter.limits(group, WindowStart.FIRST_CALL),
          cost,
          mode);
    }

    private void edit() {
      int at = random.nextInt(groups.size());
      List<Limit> limits = new ArrayList<>(groups.get(at).limits());
      int index = random.nextInt(limits.size());
      limits.set(index, limits.get(index).withCount(random.nextLong(1, 12)));
      groups.set(at, groups.get(at).withLimits(limits));
    }

    private void call() {
      String caller = "key_" + random.nextInt(5);
      Group group = groups.get(random.nextInt(groups.size()));
      long cost = random.nextInt(10) == 0 ? random.nextLong(12) : 1;
      Decision decision = new Decision();
      limiter.decide(call(caller, group, cost, Call.Mode.CHARGE), decision);
      boolean full = decision.outcome() == Outcome.COUNTERS_FULL;
      boolean fits = true;
      List<Long> lefts = new ArrayList<>();
      for (Limit limit : group.limits()) {
        long left = reference.left(caller, limit, now);
        lefts.add(left);
        fits &= MixedReference.units(limit, cost) <= left;
      }
      assertThat(decision.outcome() != Outcome.REFUSED).as(this::where).isEqualTo(fits);
      boolean charged = fits && !full;
      for (int i = 0; i < lefts.size(); i++) {
        long units = MixedReference.units(group.limits().get(i), cost);
        assertThat(decision.remaining(i))
            .as("%s limit=%s", where(), i)
            .isEqualTo(lefts.get(i) - (charged ? units : 0));
      }
      if (charged && cost > 0) {
        List<MixedReference.Charge> charges = new ArrayList<>();
        for (Limit limit : group.limits()) {
          long units = MixedReference.units(limit, cost);
          charges.add(reference.charge(caller, limit, now, units));
        }
        admitted.add(new Admitted(caller, decision, charges));
      }
      seen[full ? 2 : fits ? 0 : 1]++;
      if (!fits) {
        refused(caller, group, decision);
      }
    }

    /** S16 and S10: it shows the limit that frees last, and says when. */
    private void refused(String caller, Group group, Decision decision) {
      int shown = decision.shown();
      long cost = decision.call().cost();
      assertThat(refuses(caller, group.limits().get(shown), cost)).as(this::where).isTrue();
      boolean never =
          group.limits().stream()
              .anyMatch(limit -> MixedReference.units(limit, cost) > limit.burst());
      assertThat(decision.isNever(shown)).as(this::where).isEqualTo(never);
      boolean flying = // then nobody knows
          group.limits().stream()
              .filter(limit -> limit.algorithm() == Algorithm.IN_FLIGHT)
              .anyMatch(limit -> refuses(caller, limit, cost));
      if (never || flying || random.nextInt(4) > 0) {
        return;
      }
      seen[3]++;
      advance((decision.waitSeconds(shown) - 1) * SECOND);
      assertThat(isRefused(caller, group, cost)).as(this::where).isTrue();
      assertThat(refuses(caller, group.limits().get(shown), cost)).as(this::where).isTrue();
      advance(SECOND);
      assertThat(isRefused(caller, group, cost)).as(this::where).isFalse();
    }

    private boolean refuses(String caller, Limit limit, long cost) {
      return MixedReference.units(limit, cost) > reference.left(caller, limit, now);
    }

    private boolean isRefused(String caller, Group group, long cost) {
      Decision decision = new Decision();
      limiter.decide(call(caller, group, cost, Call.Mode.PEEK), decision);
      return decision.outcome() == Outcome.REFUSED;
    }

    private void giveBackOrEnd() {
      if (admitted.isEmpty()) {
        return;
      }
      Admitted one = admitted.remove(random.nextInt(admitted.size()));
      boolean back = random.nextBoolean();
      for (int times = 0; times < 2; times++) { // the second time changes nothing
        if (back) {
          limiter.giveBack(one.decision());
        }
        limiter.end(one.decision());
      }
      limiter.giveBack(back ? one.decision() : new Decision());
      for (MixedReference.Charge charge : one.charges()) {
        if (back || charge.limit.algorithm() == Algorithm.IN_FLIGHT) {
          reference.giveBack(one.caller(), charge, now);
        }
      }
    }

    private String where() {
      return "seed=" + seed + " step=" + step + " now=" + now;
    }
  }
}
