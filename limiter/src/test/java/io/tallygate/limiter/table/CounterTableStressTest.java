package io.tallygate.limiter.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.Crowd;
import io.tallygate.limiter.algorithm.FixedWindow;
import io.tallygate.limiter.algorithm.Tail;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.table.CounterTable.Placed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * The counter table under threads that fight for slots. Each id opens its windows with one unit and
 * then charges its own prime number: so all windows of a second begin with the same word, and a
 * count that is not one and a multiple of the prime has a charge of another id in it.
 */
final class CounterTableStressTest {

  private static final int IDS = 120;
  private static final int THREADS = 4;
  private static final int STEPS = 150_000;
  private static final long TAIL = Tail.of(Algorithm.FIXED_WINDOW, 60, 0);
  private static final int PERIOD = 3;
  private static final long[] PRIMES = primes(IDS);

  /** A window that a thread opened. */
  private record Opened(int id, long fromSecond, long endSecond) {}

  /** What one thread did. */
  private record Log(List<Opened> opened, Map<List<Long>, Long> charged, long foreign) {}

  private final AtomicLong second = new AtomicLong(1_000);

  @Test
  void table_manyThreads_noChargeLandsOnAnotherId() {
    CounterTable table = new CounterTable(64, Eviction.NEVER);
    List<Log> logs = Crowd.run(THREADS, thread -> chargeAtRandom(table, thread, 40));

    assertThat(logs).allSatisfy(log -> assertThat(log.foreign()).isZero());
    assertThat(logs).as("slots were reclaimed").allSatisfy(this::openedMany);
    assertThat(owners(table)).doesNotHaveDuplicates();
    assertThat(overlaps(logs)).isEmpty();
    assertLiveCountsAreExact(table, logs);
  }

  @Test
  void table_oldestEvicted_noChargeLandsOnAnotherId() {
    // Time almost stands still, so that slots change their owners within one window.
    CounterTable table = new CounterTable(16, Eviction.OLDEST);
    List<Log> logs = Crowd.run(THREADS, thread -> chargeAtRandom(table, thread, 20_000));

    assertThat(logs).allSatisfy(log -> assertThat(log.foreign()).isZero());
    assertThat(logs).as("slots changed hands").allSatisfy(this::openedMany);
    assertThat(owners(table)).doesNotHaveDuplicates();
  }

  @Test
  void table_oneId_oneSlot() {
    for (int round = 0; round < 300; round++) {
      CounterTable table = new CounterTable(64, Eviction.NEVER);
      long low = round;
      List<Placed> placed =
          Crowd.run(
              THREADS,
              thread -> {
                Cursor cursor = new Cursor();
                cursor.aim(77, low);
                return table.insert(cursor, word(2_000), TAIL, 1_000_000_000);
              });

      assertThat(placed).filteredOn(Placed.DONE::equals).hasSize(1);
      assertThat(placed).filteredOn(Placed.AGAIN::equals).hasSize(THREADS - 1);
      assertThat(owners(table)).hasSize(1);
    }
  }

  private void openedMany(Log log) {
    assertThat(log.opened().size()).isGreaterThan(100);
  }

  private Log chargeAtRandom(CounterTable table, int thread, int stepsPerSecond) {
    SplittableRandom random = new SplittableRandom(thread);
    Log log = new Log(new ArrayList<>(), new HashMap<>(), 0);
    Cursor cursor = new Cursor();
    long foreign = 0;
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(stepsPerSecond) == 0) {
        second.incrementAndGet();
      }
      // Some threads come with a time that they read a while ago.
      long now = second.get() - (random.nextInt(8) == 0 ? random.nextInt(3) : 0);
      int id = random.nextInt(IDS);
      cursor.aim(id * 31L + 1, id);
      table.find(cursor);
      long used = FixedWindow.used(cursor.word());
      foreign += used == 0 || used % PRIMES[id] == 1 ? 0 : 1;
      if (random.nextInt(5) == 0) {
        giveBack(table, cursor, id, log);
      } else {
        charge(table, cursor, now, log);
      }
    }
    return new Log(log.opened(), log.charged(), foreign);
  }

  private void charge(CounterTable table, Cursor cursor, long now, Log log) {
    int id = (int) cursor.idLow;
    boolean open = FixedWindow.isOpen(cursor.word(), now);
    long end = Math.max(now + PERIOD, FixedWindow.endSecond(cursor.word()));
    long cost = open ? PRIMES[id] : 1;
    long after = FixedWindow.charged(cursor.word(), now, end, cost);
    boolean done =
        cursor.word() == 0
            ? table.insert(cursor, after, TAIL, now * 1_000_000) == Placed.DONE
            : table.swap(cursor, after);
    if (done) {
      if (!open) {
        log.opened().add(new Opened(id, now, FixedWindow.endSecond(after)));
      }
      log.charged().merge(List.of((long) id, FixedWindow.endSecond(after)), cost, Long::sum);
    }
  }

  private static void giveBack(CounterTable table, Cursor cursor, int id, Log log) {
    long end = FixedWindow.endSecond(cursor.word());
    // Never the last units: an emptied window may be opened again, and would seem to overlap.
    if (FixedWindow.used(cursor.word()) > PRIMES[id]
        && table.swap(cursor, FixedWindow.givenBack(cursor.word(), end, PRIMES[id]))) {
      log.charged().merge(List.of((long) id, end), -PRIMES[id], Long::sum);
    }
  }

  /** The ids that own slots. */
  private static List<Long> owners(CounterTable table) {
    List<Long> owners = new ArrayList<>();
    for (int at = 0; at < table.slots() * Slot.WORDS; at += Slot.WORDS) { // within the first page
      if (table.words.get(at) != 0) {
        owners.add(table.words.get(at + Slot.ID_LOW));
      }
    }
    return owners;
  }

  /** Windows of one id that were opened before the one before had ended. */
  private static Set<Opened> overlaps(List<Log> logs) {
    List<Opened> all = new ArrayList<>();
    logs.forEach(log -> all.addAll(log.opened()));
    all.sort(Comparator.comparing(Opened::id).thenComparing(Opened::endSecond));
    Set<Opened> overlaps = new HashSet<>();
    for (int i = 1; i < all.size(); i++) {
      Opened before = all.get(i - 1);
      Opened next = all.get(i);
      if (before.id() == next.id() && next.fromSecond() < before.endSecond()) {
        overlaps.add(next);
      }
    }
    return overlaps;
  }

  /** A live counter that was evicted, or a lost or doubled charge, would show here. */
  private void assertLiveCountsAreExact(CounterTable table, List<Log> logs) {
    Map<List<Long>, Long> charged = new HashMap<>();
    logs.forEach(log -> log.charged().forEach((key, sum) -> charged.merge(key, sum, Long::sum)));
    long now = second.get();
    Set<List<Long>> live = new HashSet<>();
    Cursor cursor = new Cursor();
    for (int id = 0; id < IDS; id++) {
      cursor.aim(id * 31L + 1, id);
      table.find(cursor);
      if (FixedWindow.isOpen(cursor.word(), now)) {
        List<Long> window = List.of((long) id, FixedWindow.endSecond(cursor.word()));
        live.add(window);
        assertThat(charged.get(window)).isEqualTo(FixedWindow.used(cursor.word()));
      }
    }
    charged.forEach(
        (window, sum) -> {
          if (window.get(1) > now && sum > 0) {
            assertThat(live).contains(window);
          }
        });
  }

  private static long word(long end) {
    return FixedWindow.charged(0, 0, end, 1);
  }

  private static long[] primes(int count) {
    long[] primes = new long[count];
    int found = 0;
    for (int n = 1_009; found < count; n++) {
      boolean prime = true;
      for (int d = 2; d * d <= n && prime; d++) {
        prime = n % d != 0;
      }
      if (prime) {
        primes[found++] = n;
      }
    }
    return primes;
  }
}
