package io.tallygate.limiter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.clock.FakeTicker;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.table.BrokenWords;
import io.tallygate.limiter.table.BrokenWords.Fault;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Calls under one limit are linearizable per caller (S15), checked by Lincheck. The property {@code
 * switches} is by how many times more ways of switching the threads are tried; the default is 1.
 */
public final class LimiterLincheckTest {

  private static final int SWITCHES = Integer.getInteger("switches", 1);
  private static final LimiterConfig CONFIG =
      LimiterConfig.DEFAULT.withCounters(16).withTicker(new FakeTicker());
  private static final Limiter NAMING = new Limiter(CONFIG);
  private static final Caller caller = NAMING.caller(Caller.Kind.KEY, "key_1", List.of());
  private static final LimitSet limits =
      NAMING.limits(
          Group.of("a", List.of(new Limit("a", 5, Duration.ofHours(1))), List.of()),
          WindowStart.FIRST_CALL);

  /** One caller's calls under one limit. */
  public static class Calls {

    private final Limiter limiter;

    public Calls() {
      this(new Limiter(CONFIG));
    }

    Calls(Limiter limiter) {
      this.limiter = limiter;
    }

    /** What a call was told: whether it was admitted, and how many units are left. */
    @Operation
    public String decide() {
      Decision decision = new Decision();
      limiter.decide(Call.of(caller, limits), decision);
      return decision.outcome() + " " + decision.remaining(0);
    }

    @Operation
    public String decideTwo() {
      Decision decision = new Decision();
      limiter.decide(new Call(caller, limits, 2, Call.Mode.CHARGE), decision);
      return decision.outcome() + " " + decision.remaining(0);
    }

    @Operation
    public long peek() {
      Decision decision = new Decision();
      limiter.decide(Call.peek(caller, limits), decision);
      return decision.remaining(0);
    }
  }

  /** The same on a table whose swaps are a read and a write. */
  public static final class SwapIsNotAtomic extends Calls {
    public SwapIsNotAtomic() {
      super(BrokenWords.plant(new Limiter(CONFIG), Fault.SWAP_IS_NOT_ATOMIC));
    }
  }

  /** The same on a table that places counters without a lock. */
  public static final class LocksDoNotHold extends Calls {
    public LocksDoNotHold() {
      super(BrokenWords.plant(new Limiter(CONFIG), Fault.LOCKS_DO_NOT_HOLD));
    }
  }

  /** The same in one line each. */
  public static final class Exact {

    private long left = 5;

    public String decide() {
      return take(1);
    }

    public String decideTwo() {
      return take(2);
    }

    private String take(long cost) {
      if (cost > left) {
        return Outcome.REFUSED + " " + left;
      }
      left -= cost;
      return Outcome.ADMITTED + " " + left;
    }

    public long peek() {
      return left;
    }
  }

  @Test
  void decide_openWindow_isLinearizable() {
    check(Calls.class, 1);
  }

  @Test
  void decide_noWindow_isLinearizable() {
    check(Calls.class, 0);
  }

  /** Tables that are broken on purpose are found to be, by the same search. */
  @Test
  void decide_brokenTable_isFoundToBe() {
    assertFound(() -> check(SwapIsNotAtomic.class, 1));
    assertFound(() -> check(LocksDoNotHold.class, 0));
  }

  private static void assertFound(ThrowingCallable check) {
    assertThatThrownBy(check)
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("Invalid execution results");
  }

  private static void check(Class<?> calls, int callsBefore) {
    new ModelCheckingOptions()
        .iterations(10)
        .invocationsPerIteration(120 * SWITCHES)
        .threads(2)
        .actorsBefore(callsBefore)
        .actorsPerThread(2)
        .actorsAfter(1)
        // By default a loop of more than ten rounds takes all later switches from the search.
        .loopIterationsBeforeThreadSwitch(1_000)
        .loopBound(10_000)
        .sequentialSpecification(Exact.class)
        .check(calls);
  }
}
