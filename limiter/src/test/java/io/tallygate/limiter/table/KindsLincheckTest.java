package io.tallygate.limiter.table;

import io.tallygate.limiter.algorithm.Gcra;
import io.tallygate.limiter.algorithm.Terms;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.table.CounterTable.Placed;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** What the kinds of counters do that a window does not, with the switches searched by Lincheck. */
final class KindsLincheckTest {

  private static final int SWITCHES = Integer.getInteger("switches", 1); // times more are tried
  private static final long SECOND = 1_000_000;
  private static final long START = 1_795_510_800L * SECOND; // a multiple of all periods

  private static Terms terms(Limit limit) {
    return Terms.of(limit, WindowStart.FIRST_CALL);
  }

  private static Cursor cursor(int id) {
    Cursor cursor = new Cursor();
    cursor.aim(id + 1, id + 1);
    return cursor;
  }

  /** Charges as the limiter does, but once at a time that does not move. */
  private static boolean charge(CounterTable table, Terms terms, Cursor cursor, long now) {
    table.find(cursor);
    while (terms.remaining(cursor.word(), cursor.tail(), now) > 0) {
      long word = cursor.word();
      long after = terms.charged(word, now, 1);
      if (word == 0) {
        if (table.insert(cursor, after, terms.tail(word, now), now) == Placed.DONE) {
          return true;
        }
        if (cursor.slot() < 0) { // no room, or it has a slot by now
          table.find(cursor);
          if (cursor.word() == 0) {
            return false;
          }
        }
      } else if (terms.renews(word, now)
          ? table.renew(cursor, after, terms.tail(word, now))
          : table.swap(cursor, after)) {
        return true;
      } else {
        table.find(cursor);
      }
    }
    return false;
  }

  private static void giveBack(CounterTable table, Terms terms, Cursor charged, long now) {
    Cursor cursor = new Cursor();
    cursor.follow(charged, charged.idHigh(), charged.idLow());
    if (terms.algorithm() == Algorithm.SMOOTH) {
      long interval = terms.intervalMicros();
      long earliest = Gcra.earliest(charged.word(), START, interval);
      table.lower(cursor, earliest, interval, () -> now);
      return;
    }
    while (true) {
      table.reread(cursor);
      long word = cursor.word();
      long after = word == 0 ? 0 : terms.givenBack(word, charged.word(), 1);
      if (after == word || table.swap(cursor, after)) {
        return;
      }
    }
  }

  /** A window that slides, of which three of four units are used, and which is over. */
  public static final class Sliding {

    private static final Terms TERMS = terms(Limit.sliding("a", 4, Duration.ofSeconds(10)));
    private final CounterTable table = new CounterTable(CounterTable.SLOTS_MIN, Eviction.NEVER);

    public Sliding() {
      for (int i = 0; i < 3; i++) {
        charge(table, TERMS, cursor(0), START);
      }
    }

    /** In the middle of the next window, in which three count as two. */
    @Operation
    public boolean chargeNext() {
      return charge(table, TERMS, cursor(0), START + 15 * SECOND);
    }

    /** By a clock that has not seen the end. */
    @Operation
    public boolean chargeLast() {
      return charge(table, TERMS, cursor(0), START + 10 * SECOND - 1);
    }

    @Operation
    public long left() {
      Cursor cursor = cursor(0);
      table.find(cursor);
      return TERMS.remaining(cursor.word(), cursor.tail(), START + 15 * SECOND);
    }
  }

  /** The same in plain words. */
  public static final class SlidingExact {

    private int before = 3;
    private int used;
    private boolean opened;

    public boolean chargeNext() {
      if (left() > 0) {
        opened = true;
        used++;
        return true;
      }
      return false;
    }

    public boolean chargeLast() {
      if (opened) {
        // Now three weigh more than three, by the time that the window has not begun yet.
        return 4 - 4 - used > 0;
      }
      if (before < 4) {
        before++;
        return true;
      }
      return false;
    }

    public long left() {
      return Math.max(4 - used - (before + 1) / 2, 0);
    }
  }

  /** A full table but for one slot, whose owner is a bucket that is almost full again. */
  public static final class Buckets {

    private static final Terms TERMS = terms(Limit.smooth("a", 4, Duration.ofSeconds(4), 4));
    private final CounterTable table = new CounterTable(CounterTable.SLOTS_MIN, Eviction.NEVER);
    private final AtomicInteger[] admitted = {new AtomicInteger(1), new AtomicInteger()};
    private final Cursor first = cursor(0);

    public Buckets() {
      long tail = TERMS.tail(0, START);
      for (int i = 2; i <= CounterTable.SLOTS_MIN; i++) {
        table.insert(cursor(i), START + 99 * SECOND, tail, START);
      }
      charge(table, TERMS, first, START);
    }

    @Operation
    public void chargeOne() {
      admitted[0].addAndGet(charge(table, TERMS, cursor(0), START) ? 1 : 0);
    }

    /** Would have the slot if its word lay in the past: with just the word that the first had. */
    @Operation
    public void chargeOther() {
      admitted[1].addAndGet(charge(table, TERMS, cursor(1), START) ? 1 : 0);
    }

    @Operation
    public void giveBackFirst() {
      giveBack(table, TERMS, first, START);
      admitted[0].decrementAndGet();
    }

    /** Whether each bucket lacks what was taken of it. */
    @Operation
    public boolean isWell() {
      boolean well = true;
      for (int id = 0; id < admitted.length; id++) {
        Cursor cursor = cursor(id);
        table.find(cursor);
        long left = TERMS.remaining(cursor.word(), cursor.tail(), START);
        well &= left == 4 - admitted[id].get();
      }
      return well;
    }
  }

  /** What is to be seen, however the threads are switched. */
  public static final class AllIsWell {

    public void chargeOne() {}

    public void chargeOther() {}

    public void giveBackFirst() {}

    public boolean isWell() {
      return true;
    }
  }

  /** Two places. */
  public static final class Places {

    private static final Terms TERMS = terms(Limit.inFlight("a", 2));
    private final CounterTable table = new CounterTable(CounterTable.SLOTS_MIN, Eviction.NEVER);
    private final Cursor first = cursor(0);

    public Places() {
      charge(table, TERMS, first, START);
    }

    @Operation
    public boolean begin() {
      return charge(table, TERMS, cursor(0), START);
    }

    @Operation
    public boolean beginNextHour() {
      return charge(table, TERMS, cursor(0), START + 3_600 * SECOND);
    }

    @Operation
    public void endFirst() {
      giveBack(table, TERMS, first, START);
    }
  }

  /** The same in plain words. */
  public static final class PlacesExact {

    private int under = 1;
    private boolean firstGoesOn = true;

    public boolean begin() {
      boolean admitted = under < 2;
      under += admitted ? 1 : 0;
      return admitted;
    }

    public boolean beginNextHour() {
      return begin();
    }

    public void endFirst() {
      under -= firstGoesOn ? 1 : 0;
      firstGoesOn = false;
    }
  }

  @Test
  void renew_twoThreadsAtTheRoll_isLinearizable() {
    check(Sliding.class, SlidingExact.class, List.of("chargeNext"), List.of("chargeNext"));
    check(
        Sliding.class,
        SlidingExact.class,
        List.of("chargeNext", "chargeNext"),
        List.of("chargeLast", "left"));
  }

  @Test
  void giveBack_besideAnIdThatWantsTheSlot_leavesEachItsOwn() {
    check(
        Buckets.class,
        AllIsWell.class,
        List.of("chargeOne"),
        List.of("giveBackFirst", "chargeOther"));
  }

  @Test
  void begin_besideAnEnd_neverHoldsMoreThanThePlaces() {
    check(Places.class, PlacesExact.class, List.of("begin", "begin"), List.of("endFirst", "begin"));
    check(
        Places.class,
        PlacesExact.class,
        List.of("beginNextHour", "beginNextHour"),
        List.of("endFirst"));
  }

  private static void check(
      Class<?> operations, Class<?> exact, List<String> one, List<String> other) {
    String last = Stream.of(exact.getMethods()).anyMatch(KindsLincheckTest::isWell) ? "isWell" : "";
    List<Actor> end = last.isEmpty() ? List.of() : List.of(actor(operations, last));
    new ModelCheckingOptions()
        .iterations(0)
        .invocationsPerIteration(300 * SWITCHES)
        .addCustomScenario(
            new ExecutionScenario(
                List.of(), List.of(actors(operations, one), actors(operations, other)), end, null))
        // By default a loop of more than ten rounds takes all later switches from the search.
        .loopIterationsBeforeThreadSwitch(1_000)
        .loopBound(10_000)
        .sequentialSpecification(exact)
        .check(operations);
  }

  private static boolean isWell(Method method) {
    return method.getName().equals("isWell");
  }

  private static List<Actor> actors(Class<?> operations, List<String> calls) {
    return calls.stream().map(call -> actor(operations, call)).toList();
  }

  private static Actor actor(Class<?> operations, String name) {
    Method method =
        Stream.of(operations.getMethods())
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseThrow();
    return new Actor(method, List.of(), false, false, false, false, false);
  }
}
