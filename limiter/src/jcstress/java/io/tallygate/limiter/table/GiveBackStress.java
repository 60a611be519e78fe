package io.tallygate.limiter.table;

import static io.tallygate.limiter.table.Calls.BUCKET;
import static io.tallygate.limiter.table.Calls.START;
import static io.tallygate.limiter.table.Calls.WINDOW;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tallygate.limiter.algorithm.Terms;
import io.tallygate.limiter.policy.Limit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Units and places that come back while others are taken. */
final class GiveBackStress {

  private GiveBackStress() {}

  /** Of a window's two units one is used; that comes back, and another is taken. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "In either order one is used in the end.")
  @Outcome(expect = FORBIDDEN, desc = "A swap was lost.")
  @State
  public static class WindowGiveBackDecide {

    private final Cursor first = Calls.cursor(1);
    private final Calls calls = new Calls();

    public WindowGiveBackDecide() {
      calls.charge(first, WINDOW, START);
    }

    @Actor
    public void decides(II_Result result) {
      result.r1 = calls.charge(1, WINDOW, START);
    }

    @Actor
    public void givesBack() {
      calls.giveBack(first, WINDOW, START);
    }

    @Arbiter
    public void end(II_Result result) {
      result.r2 = calls.left(1, WINDOW, START);
    }
  }

  /** The same of a bucket, whose slot is held first. */
  @JCStressTest
  @Outcome(id = "1, 3", expect = ACCEPTABLE, desc = "In either order one of four is taken.")
  @Outcome(expect = FORBIDDEN, desc = "A swap was lost, or more came back than was owed.")
  @State
  public static class BucketGiveBackDecide {

    private final Cursor first = Calls.cursor(1);
    private final Calls calls = new Calls();

    public BucketGiveBackDecide() {
      calls.charge(first, BUCKET, START);
    }

    @Actor
    public void decides(II_Result result) {
      result.r1 = calls.charge(1, BUCKET, START);
    }

    @Actor
    public void givesBack() {
      calls.giveBack(first, BUCKET, START);
    }

    @Arbiter
    public void end(II_Result result) {
      result.r2 = calls.left(1, BUCKET, START);
    }
  }

  /** Two calls of one bucket come back at once, two fifths of a second after they were admitted. */
  @JCStressTest
  @Outcome(
      id = "1400",
      expect = ACCEPTABLE,
      desc = "The later call came first: it was owed whole, then of the earlier three fifths.")
  @Outcome(
      id = "1800",
      expect = ACCEPTABLE,
      desc = "The earlier came first: of the later, then, three fifths are sure.")
  @Outcome(expect = FORBIDDEN, desc = "More came back than was owed, or a swap was lost.")
  @State
  public static class BucketGiveBackGiveBack {

    private static final long LATER = START + 400_000;

    private final Cursor first = Calls.cursor(1);
    private final Cursor second = Calls.cursor(1);
    private final Calls calls = new Calls();

    public BucketGiveBackGiveBack() {
      calls.charge(first, BUCKET, START);
      calls.charge(second, BUCKET, START);
      calls.charge(1, BUCKET, LATER);
    }

    @Actor
    public void givesBackFirst() {
      calls.giveBack(first, BUCKET, LATER);
    }

    @Actor
    public void givesBackSecond() {
      calls.giveBack(second, BUCKET, LATER);
    }

    /** In how many milliseconds the bucket is full. */
    @Arbiter
    public void end(I_Result result) {
      Cursor cursor = Calls.cursor(1);
      calls.table.find(cursor);
      result.r1 = (int) ((cursor.word() - START) / 1_000);
    }
  }

  /** One place, which is taken: its call ends while another begins. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "It ended first: the other has the place.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The other came first, and was refused.")
  @Outcome(expect = FORBIDDEN, desc = "A place was lost, or was taken twice.")
  @State
  public static class BeginEnd {

    private static final Terms PLACE = Calls.terms(Limit.inFlight("a", 1));

    private final Cursor first = Calls.cursor(1);
    private final Calls calls = new Calls();

    public BeginEnd() {
      calls.charge(first, PLACE, START);
    }

    @Actor
    public void begins(II_Result result) {
      result.r1 = calls.charge(1, PLACE, START);
    }

    @Actor
    public void ends() {
      calls.giveBack(first, PLACE, START);
    }

    @Arbiter
    public void end(II_Result result) {
      result.r2 = calls.left(1, PLACE, START);
    }
  }
}
