package io.tallygate.limiter;

import io.tallygate.limiter.clock.FakeTicker;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.List;
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

  private final Limiter limiter = new Limiter(CONFIG);

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
    check(1);
  }

  @Test
  void decide_noWindow_isLinearizable() {
    check(0);
  }

  private static void check(int callsBefore) {
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
        .check(LimiterLincheckTest.class);
  }
}
