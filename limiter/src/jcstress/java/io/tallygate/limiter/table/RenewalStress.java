package io.tallygate.limiter.table;

import static io.tallygate.limiter.table.Calls.NEXT;
import static io.tallygate.limiter.table.Calls.SECOND;
import static io.tallygate.limiter.table.Calls.SLIDING;
import static io.tallygate.limiter.table.Calls.START;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tallygate.limiter.algorithm.SlidingWindow;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A window that slides changes both of its words, behind the seal. Of four units three are used,
 * and in the middle of the next window they count as two.
 */
final class RenewalStress {

  private RenewalStress() {}

  /** Three units of the window that is over by {@link Calls#NEXT}. */
  private static Calls threeUsed(Cursor third) {
    Calls calls = new Calls();
    calls.charge(1, SLIDING, START);
    calls.charge(1, SLIDING, START);
    calls.charge(third, SLIDING, START);
    return calls;
  }

  /** One call opens the next window, another charges the last by a clock that lags. */
  @JCStressTest
  @Outcome(
      id = "1, 1, 1",
      expect = ACCEPTABLE,
      desc = "The late one swaps before the seal: four count as two, and one more is used.")
  @Outcome(
      id = "1, 0, 1",
      expect = ACCEPTABLE,
      desc = "It comes after the seal, and finds no room: three count as two, and one is used.")
  @Outcome(expect = FORBIDDEN, desc = "A charge was lost, or the words do not belong together.")
  @State
  public static class DecideRenew {

    private final Calls calls = threeUsed(Calls.cursor(1));

    @Actor
    public void renews(III_Result result) {
      result.r1 = calls.charge(1, SLIDING, NEXT);
    }

    @Actor
    public void late(III_Result result) {
      result.r2 = calls.charge(1, SLIDING, START + 10 * SECOND - 1);
    }

    @Arbiter
    public void end(III_Result result) {
      result.r3 = calls.left(1, SLIDING, NEXT);
    }
  }

  /** Two calls open the next window, or complete what a killed process left sealed. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "One renews, the other goes on with that.")
  @Outcome(expect = FORBIDDEN, desc = "The window was opened twice, or a charge was lost.")
  @State
  public static class RenewLeftSealed {

    private final Calls calls;

    public RenewLeftSealed() {
      Cursor cursor = Calls.cursor(1);
      calls = threeUsed(cursor);
      calls.table.swap(cursor, SlidingWindow.sealed(cursor.word()));
    }

    @Actor
    public void first(III_Result result) {
      result.r1 = calls.charge(1, SLIDING, NEXT);
    }

    @Actor
    public void second(III_Result result) {
      result.r2 = calls.charge(1, SLIDING, NEXT);
    }

    @Arbiter
    public void end(III_Result result) {
      result.r3 = calls.left(1, SLIDING, NEXT);
    }
  }

  /** Both words are read while both change. */
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Read before: three count as two.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Read after: one more is used.")
  @Outcome(expect = FORBIDDEN, desc = "The new word was read with the old tail.")
  @State
  public static class ReadRenew {

    private final Calls calls = threeUsed(Calls.cursor(1));

    @Actor
    public void renews(II_Result result) {
      result.r1 = calls.charge(1, SLIDING, NEXT);
    }

    @Actor
    public void reads(II_Result result) {
      result.r2 = calls.left(1, SLIDING, NEXT);
    }
  }

  /** A unit comes back to the window that another call finds over. */
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "It came back in time: two count as one.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It came after the seal, and changes nothing.")
  @Outcome(expect = FORBIDDEN, desc = "It came back to the next window, or the charge was lost.")
  @State
  public static class GiveBackRenew {

    private final Cursor third = Calls.cursor(1);
    private final Calls calls = threeUsed(third);

    @Actor
    public void renews(II_Result result) {
      result.r1 = calls.charge(1, SLIDING, NEXT);
    }

    @Actor
    public void givesBack() {
      calls.giveBack(third, SLIDING, NEXT);
    }

    @Arbiter
    public void end(II_Result result) {
      result.r2 = calls.left(1, SLIDING, NEXT);
    }
  }
}
