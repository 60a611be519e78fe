package io.tallygate.limiter.table;

import static io.tallygate.limiter.table.Calls.START;
import static io.tallygate.limiter.table.Calls.WINDOW;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tallygate.limiter.policy.Eviction;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** What a killed process held, its lock and a slot that it claimed, is taken over once. */
final class DeadRunStress {

  private static final long DEAD = 7;
  private static final long OURS = 8;

  private DeadRunStress() {}

  /** A table whose page is locked, and whose first slots are claimed, by a run that is over. */
  private static Calls left() {
    int slots = CounterTable.SLOTS_MIN;
    Words words = new HeapWords(CounterTable.words(slots));
    Pages pages = new Pages(words, slots, OURS);
    words.set(pages.lockOf(1), DEAD);
    words.set(Slot.ID_HIGH, 99);
    words.set(Slot.WORD, Slot.claimed(DEAD));
    return new Calls(new CounterTable(words, pages, Eviction.NEVER, 0));
  }

  /** Two first calls of one id. */
  @JCStressTest
  @Outcome(
      id = "1, 1, 0, 1",
      expect = ACCEPTABLE,
      desc = "One takes the lock over and inserts; the other waits for it, and swaps.")
  @Outcome(expect = FORBIDDEN, desc = "Both took it over: the id has two slots.")
  @State
  public static class OneId {

    private final Calls calls = left();

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

  /** Two ids that both want the slot which was claimed. */
  @JCStressTest
  @Outcome(
      id = "1, 1, 1, 1",
      expect = ACCEPTABLE,
      desc = "One takes the claim over, the other the next slot.")
  @Outcome(expect = FORBIDDEN, desc = "Both took it over: one's charge is lost.")
  @State
  public static class TwoIds {

    private final Calls calls = left();

    @Actor
    public void first(IIII_Result result) {
      result.r1 = calls.charge(1, WINDOW, START);
    }

    @Actor
    public void second(IIII_Result result) {
      result.r2 = calls.charge(2, WINDOW, START);
    }

    @Arbiter
    public void end(IIII_Result result) {
      result.r3 = calls.left(1, WINDOW, START);
      result.r4 = calls.left(2, WINDOW, START);
    }
  }
}
