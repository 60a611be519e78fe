package io.tallygate.limiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.clock.FakeTicker;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.table.BrokenWords;
import io.tallygate.limiter.table.BrokenWords.Fault;
import io.tallygate.limiter.table.SwitchedWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls under limits of each kind, of which others come between what they read and what they write,
 * beside a reference that takes them one after the other. All in one thread, so that a finding
 * comes again with its seed.
 */
final class SwitchedPropertyTest {

  private static final int SEEDS = Integer.getInteger("mixed", 30);
  private static final int STEPS = 1_000;
  private static final int BETWEEN_MAX = 3; // of one call; a limiter gives up after eight

  private static final List<Group> GROUPS =
      List.of(
          group(new Limit("fixed", 4, Duration.ofSeconds(3))),
          group(Limit.sliding("sliding", 5, Duration.ofSeconds(3))),
          group(Limit.smooth("smooth", 6, Duration.ofSeconds(4), 3)),
          group(Limit.inFlight("flying", 3)));

  private static Group group(Limit limit) {
    return Group.of(limit.name(), List.of(limit), List.of());
  }

  @Test
  void decide_othersComeBetween_isTheReferences() {
    long between = 0;
    long admitted = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Run run = new Run(seed);
      run.run();
      between += run.between;
      admitted += run.admittedEver;
    }
    assertThat(between).as("came between").isGreaterThan(SEEDS * STEPS / 10);
    assertThat(admitted).as("admitted").isGreaterThan(SEEDS * STEPS / 10);
  }

  /** Tables that are broken on purpose are found to be, by the same calls. */
  @ParameterizedTest
  @EnumSource(Fault.class)
  void decide_brokenTable_isFoundToBe(Fault fault) {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= SEEDS; seed++) {
                Run run = new Run(seed);
                BrokenWords.plant(run.limiter, fault);
                run.run();
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed=");
  }

  private record Admitted(String caller, Decision decision, MixedReference.Charge charge) {}

  private static final class Run {

    private final long seed;
    private final SplittableRandom random;
    private final FakeTicker ticker = new FakeTicker();
    private final Limiter limiter =
        SwitchedWords.plant(
            new Limiter(LimiterConfig.DEFAULT.withCounters(16).withTicker(ticker)),
            this::comeBetween);
    private final MixedReference reference = new MixedReference();
    private final List<Admitted> admitted = new ArrayList<>();
    private String caller = ""; // of the step
    private Group group = GROUPS.get(0);
    private int step;
    private int betweenLeft;
    private long between;
    private long admittedEver;

    Run(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
    }

    void run() {
      for (step = 0; step < STEPS; step++) {
        if (random.nextInt(3) == 0) {
          ticker.advance(Duration.ofMillis(random.nextLong(random.nextInt(8) == 0 ? 9_000 : 900)));
        }
        caller = "key_" + random.nextInt(6);
        group = GROUPS.get(random.nextInt(GROUPS.size()));
        betweenLeft = BETWEEN_MAX;
        callOrEnd();
      }
      limiter.close();
    }

    private void comeBetween() {
      if (betweenLeft > 0 && random.nextInt(2) == 0) {
        betweenLeft--;
        between++;
        String outer = caller;
        Group outers = group;
        if (random.nextInt(2) == 0) { // else at the same counter
          caller = "key_" + random.nextInt(6);
          group = GROUPS.get(random.nextInt(GROUPS.size()));
        }
        callOrEnd();
        caller = outer;
        group = outers;
      }
    }

    private void callOrEnd() {
      if (random.nextInt(4) == 0) {
        giveBackOrEnd();
      } else {
        call(random.nextInt(6) == 0 ? 2 : 1);
      }
    }

    private void call(long cost) {
      String whose = caller;
      Limit limit = group.limits().get(0);
      Call call =
          new Call(
              limiter.caller(Caller.Kind.KEY, whose, List.of()),
              limiter.limits(group, WindowStart.FIRST_CALL),
              cost,
              Call.Mode.CHARGE);
      Decision decision = new Decision();
      limiter.decide(call, decision);
      // What came between has been counted by now, here as there.
      long now = ticker.wallMicros();
      long units = MixedReference.units(limit, cost);
      long left = reference.left(whose, limit, now);
      boolean full = decision.outcome() == Outcome.COUNTERS_FULL;
      boolean charged = units <= left && !full;
      assertThat(decision.outcome() != Outcome.REFUSED).as(this::where).isEqualTo(units <= left);
      assertThat(decision.remaining(0)).as(this::where).isEqualTo(left - (charged ? units : 0));
      if (charged) {
        admittedEver++;
        admitted.add(new Admitted(whose, decision, reference.charge(whose, limit, now, units)));
      }
    }

    private void giveBackOrEnd() {
      if (admitted.isEmpty()) {
        return;
      }
      Admitted one = admitted.remove(random.nextInt(admitted.size()));
      limiter.giveBack(one.decision());
      reference.giveBack(one.caller(), one.charge(), ticker.wallMicros());
    }

    private String where() {
      return "seed=%s step=%s caller=%s group=%s".formatted(seed, step, caller, group.name());
    }
  }
}
