package io.tallygate.limiter.table;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.algorithm.FixedWindow;
import io.tallygate.limiter.algorithm.Tail;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.table.BrokenWords.Fault;
import io.tallygate.limiter.table.CounterTable.Placed;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Ids that fight for two slots, with the switches between two threads searched by Lincheck. As in
 * the stress test each id opens its windows with one unit and then charges its own prime number.
 */
final class CounterTableLincheckTest {

  private static final int SWITCHES = Integer.getInteger("switches", 1); // times more are tried
  private static final long TAIL = Tail.of(Algorithm.FIXED_WINDOW, 60, 0);
  private static final int PERIOD = 2;
  private static final long[] PRIMES = {101, 103, 107, 109};

  /** A full table but for two slots, whose owners are the ids 0 and 1. */
  public static class NeverEvicts {

    private final Eviction eviction;
    private final CounterTable table;
    private final AtomicLong second = new AtomicLong(1_000);
    private final List<long[]> opened = new ArrayList<>();

    public NeverEvicts() {
      this(new HeapWords(CounterTable.words(CounterTable.SLOTS_MIN)), Eviction.NEVER);
    }

    NeverEvicts(Words words, Eviction eviction) {
      this.eviction = eviction;
      this.table = new CounterTable(words, CounterTable.SLOTS_MIN, eviction);
      for (int i = 2; i < CounterTable.SLOTS_MIN; i++) {
        Cursor cursor = new Cursor();
        cursor.aim(-i, -i);
        table.insert(cursor, FixedWindow.charged(0, 0, 9_999, 1), TAIL, 1_000_000);
      }
      charge(0);
      charge(1);
      if (eviction == Eviction.NEVER) {
        second.addAndGet(PERIOD); // both windows have ended
      }
    }

    /** Charges an id. */
    @Operation
    public void charge(@Param(gen = IntGen.class, conf = "0:3") int id) {
      long now = second.get();
      Cursor cursor = cursor(id);
      table.find(cursor);
      boolean open = FixedWindow.isOpen(cursor.word(), now);
      long cost = open ? PRIMES[id] : 1;
      long after = FixedWindow.charged(cursor.word(), now, now + PERIOD, cost);
      boolean done =
          cursor.word() == 0
              ? table.insert(cursor, after, TAIL, now * 1_000_000) == Placed.DONE
              : table.swap(cursor, after);
      if (done && !open) {
        note(id, now);
      }
    }

    private synchronized void note(int id, long now) {
      opened.add(new long[] {id, now});
    }

    /** A second goes by. */
    @Operation
    public void tick() {
      second.incrementAndGet();
    }

    /** Whether every count is of its own id, and no live counter was lost or opened twice. */
    @Operation
    public boolean isWell() {
      boolean well = true;
      for (int id = 0; id < PRIMES.length; id++) {
        Cursor cursor = cursor(id);
        table.find(cursor);
        long used = FixedWindow.used(cursor.word());
        well &= used == 0 || used % PRIMES[id] == 1;
      }
      return well && (eviction == Eviction.OLDEST || windowsStandAlone());
    }

    private boolean windowsStandAlone() {
      boolean alone = true;
      for (long[] one : opened) {
        for (long[] other : opened) {
          boolean overlap = one[0] == other[0] && Math.abs(one[1] - other[1]) < PERIOD;
          alone &= one == other || !overlap;
        }
        Cursor cursor = cursor((int) one[0]);
        table.find(cursor);
        boolean goesOn = one[1] + PERIOD > second.get();
        alone &= !goesOn || FixedWindow.endSecond(cursor.word()) == one[1] + PERIOD;
      }
      return alone;
    }

    private static Cursor cursor(int id) {
      Cursor cursor = new Cursor();
      cursor.aim(id + 1, id + 1);
      return cursor;
    }
  }

  /** The same, where the oldest goes while it is live. */
  public static final class EvictsOldest extends NeverEvicts {
    public EvictsOldest() {
      super(new HeapWords(CounterTable.words(CounterTable.SLOTS_MIN)), Eviction.OLDEST);
    }
  }

  /** The same on a table whose swaps are a read and a write. */
  public static final class SwapIsNotAtomic extends NeverEvicts {
    public SwapIsNotAtomic() {
      super(new BrokenWords(CounterTable.SLOTS_MIN, Fault.SWAP_IS_NOT_ATOMIC), Eviction.NEVER);
    }
  }

  /** The same on a table that places counters without a lock. */
  public static final class LocksDoNotHold extends NeverEvicts {
    public LocksDoNotHold() {
      super(new BrokenWords(CounterTable.SLOTS_MIN, Fault.LOCKS_DO_NOT_HOLD), Eviction.NEVER);
    }
  }

  /** What is to be seen, however the threads are switched. */
  public static final class AllIsWell {

    public void charge(int id) {}

    public void tick() {}

    public boolean isWell() {
      return true;
    }
  }

  @Test
  void insert_besideTheOwnersNextWindow_losesNoLiveCounter() {
    check(NeverEvicts.class, List.of("charge 2"), List.of("charge 0"));
    check(NeverEvicts.class, List.of("charge 2", "charge 3"), List.of("charge 0", "charge 1"));
  }

  @Test
  void insert_besideAnotherInsert_givesEachASlot() {
    check(NeverEvicts.class, List.of("charge 2"), List.of("charge 3"));
    check(NeverEvicts.class, List.of("charge 2"), List.of("charge 2"));
  }

  @Test
  void insert_withAnOlderTime_opensNoWindowBesideAnother() {
    check(NeverEvicts.class, List.of("charge 2", "tick", "charge 2"), List.of("tick", "charge 3"));
  }

  @Test
  void swap_whileTheOldestIsEvicted_landsOnItsOwnId() {
    check(EvictsOldest.class, List.of("charge 0"), List.of("charge 2"));
    check(EvictsOldest.class, List.of("charge 0", "charge 2"), List.of("charge 2", "charge 0"));
  }

  /** Tables that are broken on purpose are found to be, by the same search. */
  @Test
  void insert_brokenTable_isFoundToBe() {
    assertFound(() -> check(SwapIsNotAtomic.class, List.of("charge 2"), List.of("charge 0")));
    assertFound(() -> check(LocksDoNotHold.class, List.of("charge 2"), List.of("charge 2")));
  }

  private static void assertFound(ThrowingCallable check) {
    assertThatThrownBy(check)
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("Invalid execution results");
  }

  private static void check(Class<?> operations, List<String> one, List<String> other) {
    new ModelCheckingOptions()
        .iterations(0)
        .invocationsPerIteration(80 * SWITCHES)
        .addCustomScenario(
            new ExecutionScenario(
                List.of(), List.of(actors(one), actors(other)), actors(List.of("isWell")), null))
        // By default a loop of more than ten rounds takes all later switches from the search.
        .loopIterationsBeforeThreadSwitch(1_000)
        .loopBound(10_000)
        .sequentialSpecification(AllIsWell.class)
        .check(operations);
  }

  private static List<Actor> actors(List<String> calls) {
    return calls.stream().map(CounterTableLincheckTest::actor).toList();
  }

  private static Actor actor(String call) {
    String[] words = call.split(" ", 2);
    Method method =
        Stream.of(NeverEvicts.class.getMethods())
            .filter(each -> each.getName().equals(words[0]))
            .findFirst()
            .orElseThrow();
    List<Object> arguments = words.length > 1 ? List.of(Integer.valueOf(words[1])) : List.of();
    return new Actor(method, arguments, false, false, false, false, false);
  }
}
