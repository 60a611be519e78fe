package io.tallygate.limiter.table;

import static io.tallygate.limiter.table.Calls.START;
import static io.tallygate.limiter.table.Calls.WINDOW;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two decisions at once, on a slot that is live, and on one that is not there yet. */
final class LiveSlotStress {

  private LiveSlotStress() {}

  /** Two calls, and one unit. */
  @JCStressTest
  @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "The first swaps first, and has it.")
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "The second swaps first.")
  @Outcome(expect = FORBIDDEN, desc = "A swap was lost: both have the unit, or neither.")
  @State
  public static class DecideDecide {

    private final Calls calls = new Calls();

    public DecideDecide() {
      calls.charge(1, WINDOW, START);
    }

    @Actor
    public void first(III_Result result) {
      result.r1 = calls.charge(1, WINDOW, START);
    }

    @Actor
    public void second(III_Result result) {
      result.r2 = calls.charge(1, WINDOW, START);
    }

    @Arbiter
    public void end(III_Result result) {
      result.r3 = calls.left(1, WINDOW, START);
    }
  }

  /** Two first calls of one id. */
  @JCStressTest
  @Outcome(
      id = "1, 1, 0, 1",
      expect = ACCEPTABLE,
      desc = "One inserts, under the lock; the other is told to look again, and swaps.")
  @Outcome(expect = FORBIDDEN, desc = "The id has two slots, or a charge was lost.")
  @State
  public static class InsertInsert {

    private final Calls calls = new Calls();

    @Actor
    public void first(IIII_Result result) {
      result.r1 = calls.charge(1, WINDOW, START);
    }

    @Actor
    public void second(IIII_Result result) {
      result.r2 = calls.charge(1, WINDOW, START);
    }

    @Arbiter
    public void end(IIII_Result result) {
      result.r3 = calls.left(1, WINDOW, START);
      result.r4 = calls.slots(1);
    }
  }

  /** A new id wants the slot of one whose window is over, while that one's next call comes. */
  @JCStressTest
  @Outcome(
      id = "1, 0, 1, 2",
      expect = ACCEPTABLE,
      desc = "The new id claims the slot; the old one's swap fails, and it finds no room.")
  @Outcome(
      id = "0, 1, 2, 1",
      expect = ACCEPTABLE,
      desc = "The old id swaps its word for a window that goes on; the new one finds no room.")
  @Outcome(expect = FORBIDDEN, desc = "A charge landed on the other id, or one was lost.")
  @State
  public static class InsertDecide {

    private final Calls calls = new Calls();

    public InsertDecide() {
      calls.fillBeside(2);
    }

    @Actor
    public void newId(IIII_Result result) {
      result.r1 = calls.charge(1, WINDOW, Calls.NEXT);
    }

    @Actor
    public void oldId(IIII_Result result) {
      result.r2 = calls.charge(2, WINDOW, Calls.NEXT);
    }

    @Arbiter
    public void end(IIII_Result result) {
      result.r3 = calls.left(1, WINDOW, Calls.NEXT);
      result.r4 = calls.left(2, WINDOW, Calls.NEXT);
    }
  }
}
