package io.tallygate.limiter.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.algorithm.FixedWindow;
import io.tallygate.limiter.algorithm.Gcra;
import io.tallygate.limiter.algorithm.Tail;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.table.CounterTable.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The counter table under one thread: whose slot is whose. */
final class CounterTableTest {

  private static final long NOW = 1_000;
  private static final long TAIL = Tail.of(Algorithm.FIXED_WINDOW, 60, 0);

  private static Placed insert(CounterTable table, Cursor cursor, long word, long nowSecond) {
    return table.insert(cursor, word, TAIL, nowSecond * 1_000_000);
  }

  private static long word(long end, long used) {
    return FixedWindow.charged(0, 0, end, used);
  }

  private static Cursor cursor(SplittableRandom random) {
    Cursor cursor = new Cursor();
    cursor.aim(random.nextLong(), random.nextLong());
    return cursor;
  }

  private static Cursor again(Cursor cursor) {
    Cursor other = new Cursor();
    other.aim(cursor.idHigh, cursor.idLow);
    return other;
  }

  /** Puts in live counters until one is refused. */
  private static List<Cursor> filled(CounterTable table, SplittableRandom random) {
    List<Cursor> placed = new ArrayList<>();
    Cursor next = cursor(random);
    while (insert(table, next, word(NOW + 60, placed.size() + 1), NOW) == Placed.DONE) {
      placed.add(next);
      next = cursor(random);
    }
    return placed;
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 126, 127, 128, 254, 255, 1_000, 4_097})
  void slots_anyNumber_isThatManyAndNoMore(int slots) {
    CounterTable table = new CounterTable(slots, Eviction.NEVER);

    assertThat(table.slots()).isEqualTo(slots);
    assertThat(filled(table, new SplittableRandom(1))).hasSize(slots);
  }

  /** What a caller remembers of its counter's place may be wrong in every way. */
  @ParameterizedTest
  @ValueSource(ints = {16, 127, 1_000})
  void wordAt_anyDistance_isTheCountersWordOrNone(int slots) {
    CounterTable table = new CounterTable(slots, Eviction.NEVER);
    int moved = 0;
    for (Cursor placed : filled(table, new SplittableRandom(2))) {
      int right = table.distance(placed);
      moved += right > 0 ? 1 : 0;
      for (int distance = 0; distance < 2 * slots; distance++) {
        int unit = table.unit(placed.idLow, distance);
        long word = table.wordAt(unit, placed.idHigh, placed.idLow);
        assertThat(word).isEqualTo(unit == placed.slot() ? placed.word() : 0);
        assertThat(table.wordAt(unit, placed.idHigh + 1, placed.idLow)).isZero();
        assertThat(table.swapAt(unit, word(NOW + 61, 1), 1)).isFalse();
      }
      assertThat(table.unit(placed.idLow, right) == placed.slot() || right == 0).isTrue();
    }
    assertThat(moved).isPositive();
  }

  @Test
  void slots_outOfBounds_isRefused() {
    assertThatThrownBy(() -> new CounterTable(15, Eviction.NEVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("slots must be 16 to 66000000: slots=15");
    assertThatThrownBy(() -> new CounterTable(CounterTable.SLOTS_MAX + 1, Eviction.NEVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("slots must be 16 to 66000000: slots=66000001");
    assertThatThrownBy(() -> new CounterTable(Integer.MIN_VALUE, Eviction.NEVER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void slots_max_isCountedInInts() {
    // Made for real it is 2 GiB, which a small machine does not have.
    assertThat(Math.multiplyExact(CounterTable.words(CounterTable.SLOTS_MAX), Long.BYTES))
        .isPositive();
  }

  @Test
  void find_unknownId_hasNoSlotAndNoWord() {
    Cursor cursor = cursor(new SplittableRandom(1));
    new CounterTable(16, Eviction.NEVER).find(cursor);

    assertThat(cursor.slot()).isNegative();
    assertThat(cursor.word()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 64, 1_000})
  void table_liveCounter_isNeverEvicted(int slots) {
    for (long seed = 1; seed <= 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      CounterTable table = new CounterTable(slots, Eviction.NEVER);
      List<Cursor> placed = filled(table, random);
      for (int i = 0; i < 1_000; i++) {
        insert(table, cursor(random), word(NOW + 90, 9), NOW + random.nextLong(60));
      }

      for (Cursor each : placed) {
        Cursor found = again(each);
        table.find(found);
        assertThat(found.slot()).as("seed=%s", seed).isEqualTo(each.slot());
        assertThat(found.word()).as("seed=%s", seed).isEqualTo(each.word());
      }
    }
  }

  @Test
  void table_full_refusesNewIds() {
    CounterTable table = new CounterTable(16, Eviction.NEVER);
    SplittableRandom random = new SplittableRandom(1);
    List<Cursor> placed = filled(table, random);

    assertThat(placed).as("two buckets: both must be full").hasSize(16);
    assertThat(table.countLive(NOW * 1_000_000)).isEqualTo(16);
    assertThat(insert(table, cursor(random), word(NOW + 99, 1), NOW + 59)).isEqualTo(Placed.FULL);
    assertThat(insert(table, cursor(random), word(NOW + 99, 1), NOW + 60)).isEqualTo(Placed.DONE);
  }

  @Test
  void table_endedWindow_isReclaimed() {
    CounterTable table = new CounterTable(16, Eviction.NEVER);
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 100; round++) {
      long now = NOW + 60L * round;
      for (int i = 0; i < 16; i++) {
        assertThat(insert(table, cursor(random), word(now + 60, 1), now)).isEqualTo(Placed.DONE);
      }
      assertThat(table.countLive((now + 59) * 1_000_000)).isEqualTo(16);
      assertThat(table.countLive((now + 60) * 1_000_000)).isZero();
    }
  }

  @Test
  void table_emptiedWindow_keepsItsSlotUntilItsEnd() {
    CounterTable table = new CounterTable(16, Eviction.NEVER);
    SplittableRandom random = new SplittableRandom(1);
    List<Cursor> placed = filled(table, random);
    Cursor first = placed.get(0);
    assertThat(table.swap(first, FixedWindow.givenBack(first.word(), NOW + 60, 1))).isTrue();

    assertThat(insert(table, cursor(random), word(NOW + 60, 1), NOW)).isEqualTo(Placed.FULL);
    assertThat(insert(table, cursor(random), word(NOW + 120, 1), NOW + 60)).isEqualTo(Placed.DONE);
  }

  @Test
  void table_lostSlot_readsAsNoCounter() {
    CounterTable table = new CounterTable(16, Eviction.NEVER);
    SplittableRandom random = new SplittableRandom(1);
    List<Cursor> old = filled(table, random);
    for (int i = 0; i < 16; i++) {
      insert(table, cursor(random), word(NOW + 120, 1), NOW + 60);
    }

    for (Cursor each : old) {
      long before = each.word();
      table.reread(each);
      assertThat(each.word()).isZero();
      each.word = before;
      assertThat(table.swap(each, word(NOW + 60, 99))).as("a late charge").isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Eviction.class)
  void table_idThatHasASlot_isNotPlacedAgain(Eviction eviction) {
    CounterTable table = new CounterTable(64, eviction);
    Cursor cursor = cursor(new SplittableRandom(1));
    assertThat(insert(table, cursor, word(NOW + 60, 1), NOW)).isEqualTo(Placed.DONE);

    assertThat(insert(table, again(cursor), word(NOW + 60, 1), NOW)).isEqualTo(Placed.AGAIN);
    assertThat(insert(table, again(cursor), word(NOW + 120, 1), NOW + 60))
        .as("an ended window is its owner's to open again")
        .isEqualTo(Placed.AGAIN);
    assertThat(table.countLive(NOW * 1_000_000)).isOne();
  }

  @Test
  void table_earlierTime_mustReadAgain() {
    CounterTable table = new CounterTable(16, Eviction.NEVER);
    SplittableRandom random = new SplittableRandom(1);
    Cursor first = cursor(random);
    insert(table, first, word(NOW + 60, 1), NOW);
    filled(table, random);
    assertThat(insert(table, again(first), word(NOW + 120, 1), NOW + 59)).isEqualTo(Placed.AGAIN);
    for (int i = 0; i < 16; i++) { // all the slots change hands
      insert(table, cursor(random), word(NOW + 120, 1), NOW + 60);
    }

    assertThat(insert(table, again(first), word(NOW + 120, 1), NOW + 59))
        .as("an earlier time than the one at which it lost its slot")
        .isEqualTo(Placed.AGAIN);
    assertThat(insert(table, again(first), word(NOW + 180, 1), NOW + 120)).isEqualTo(Placed.DONE);
  }

  @Test
  void table_windowThatHasEnded_isNotPlaced() {
    CounterTable table = new CounterTable(16, Eviction.NEVER);

    assertThatThrownBy(() -> insert(table, cursor(new SplittableRandom(1)), word(NOW, 1), NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("word must lie after now: word=3e800000001 now=1000000000");
  }

  @Test
  void table_evictsOldest_theOneThatEndsFirstGoes() {
    CounterTable table = new CounterTable(16, Eviction.OLDEST);
    SplittableRandom random = new SplittableRandom(1);
    List<Cursor> placed = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Cursor next = cursor(random);
      assertThat(insert(table, next, word(NOW + 60 + i, 1), NOW)).isEqualTo(Placed.DONE);
      placed.add(next);
    }

    for (int i = 0; i < 16; i++) {
      assertThat(insert(table, cursor(random), word(NOW + 99, 1), NOW)).isEqualTo(Placed.DONE);
      for (int k = 0; k < 16; k++) {
        Cursor found = again(placed.get(k));
        table.find(found);
        assertThat(found.word() != 0).as("evicted=%s k=%s", i + 1, k).isEqualTo(k > i);
      }
    }
  }

  @Test
  void table_evictsOldest_anEndedOneGoesFirst() {
    CounterTable table = new CounterTable(16, Eviction.OLDEST);
    SplittableRandom random = new SplittableRandom(1);
    List<Cursor> placed = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      placed.add(cursor(random));
      insert(table, placed.get(i), word(i == 7 ? NOW + 1 : NOW + 60, 1), NOW);
    }
    insert(table, cursor(random), word(NOW + 61, 1), NOW + 1);

    for (int i = 0; i < 16; i++) {
      table.reread(placed.get(i));
      assertThat(placed.get(i).word() != 0).as("i=%s", i).isEqualTo(i != 7);
    }
  }

  @Test
  void table_extremeIds_findTheirSlots() {
    // All zeros marks a slot that was never used; no hash will ever give it.
    long[] edges = {1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x1FF, 0x1FFL << 32, 1L << 31};
    for (long high : edges) {
      for (long low : edges) {
        CounterTable table = new CounterTable(1 << 12, Eviction.NEVER);
        Cursor cursor = new Cursor();
        cursor.aim(high, low);
        assertThat(insert(table, cursor, word(NOW + 60, 1), NOW)).isEqualTo(Placed.DONE);
        table.find(cursor);
        assertThat(cursor.word()).isEqualTo(word(NOW + 60, 1));
      }
    }
  }

  @Test
  void table_randomIds_fillNineTenthsBeforeTheFirstIsRefused() {
    for (long seed = 1; seed <= 5; seed++) {
      CounterTable table = new CounterTable(1 << 16, Eviction.NEVER);
      int placed = filled(table, new SplittableRandom(seed)).size();

      assertThat(placed).as("seed=%s", seed).isGreaterThan((1 << 16) * 9 / 10);
    }
  }

  /** Who gives back may be paused before its swap, while others charge and time goes by. */
  @Test
  void lower_pausedBeforeItsSwap_givesBackWhatIsStillOwed() {
    CounterTable table = new CounterTable(CounterTable.SLOTS_MIN, Eviction.NEVER);
    long begun = NOW * 1_000_000;
    long second = begun + 1_000_000;
    long tail = Tail.of(Algorithm.SMOOTH, 60, 0);
    Cursor call = cursor(new SplittableRandom(1));
    table.insert(call, begun + 1_000_000, tail, begun);
    Cursor other = again(call);
    AtomicInteger readings = new AtomicInteger();

    table.lower(
        call,
        Gcra.earliest(call.word, begun, 1_000_000),
        1_000_000,
        () -> {
          if (readings.getAndIncrement() > 0) {
            return second; // by when time has brought back all of it
          }
          table.find(other);
          table.swap(other, second + 1_000_000);
          return begun;
        });

    table.find(other);
    assertThat(readings).hasValue(2);
    assertThat(other.word).isEqualTo(second + 1_000_000);
  }
}
