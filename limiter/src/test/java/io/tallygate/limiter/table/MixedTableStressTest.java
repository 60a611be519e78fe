package io.tallygate.limiter.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.Crowd;
import io.tallygate.limiter.algorithm.FixedWindow;
import io.tallygate.limiter.algorithm.Gcra;
import io.tallygate.limiter.algorithm.Terms;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.table.CounterTable.Placed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Counters of all four kinds in one table of few slots, under threads that fight for them. What was
 * admitted is logged, and each kind's bound is counted out of the logs afterwards. Tables that are
 * broken on purpose must be found to be.
 */
final class MixedTableStressTest {

  private static final int THREADS = 4;
  private static final int STEPS = Integer.getInteger("stress", 150_000);
  private static final int IDS = 64;
  private static final int SLOTS = 40;
  private static final long SECOND = 1_000_000;
  private static final long PERIOD = 2;
  private static final long HOUR = 3_600 * SECOND;
  private static final List<Terms> TERMS =
      List.of(
          terms(new Limit("a", 40, Duration.ofSeconds(PERIOD))),
          terms(Limit.sliding("a", 40, Duration.ofSeconds(PERIOD))),
          terms(Limit.smooth("a", 40, Duration.ofSeconds(PERIOD), 6)),
          terms(Limit.inFlight("a", 2)));

  private static Terms terms(Limit limit) {
    return Terms.of(limit, WindowStart.FIRST_CALL);
  }

  /** What was admitted: when, how much, and the counter's word afterwards. */
  private record Admitted(int id, long micros, long units, long word) {}

  private final AtomicLong time = new AtomicLong(1_795_510_807L * SECOND);
  private final ReadWriteLock hours = new ReentrantReadWriteLock(); // no hour ends during a call
  private final AtomicInteger[] under = new AtomicInteger[IDS];
  private final List<String> findings = new ArrayList<>();

  MixedTableStressTest() {
    for (int i = 0; i < IDS; i++) {
      under[i] = new AtomicInteger();
    }
  }

  private static Terms terms(int id) {
    return TERMS.get(id % TERMS.size());
  }

  @Test
  void table_allKindsAmongManyThreads_keepsEachBound() {
    CounterTable table = new CounterTable(SLOTS, Eviction.NEVER);
    List<Admitted> log = run(table);
    assertThat(findings).isEmpty();
    assertThat(log).as("much was admitted").hasSizeGreaterThan(THREADS * STEPS / 20);
    long slots = log.stream().map(each -> each.id()).distinct().count();
    assertThat(slots).as("more ids than slots").isGreaterThan(SLOTS);
  }

  /** The same on tables that are broken on purpose. */
  @ParameterizedTest
  @EnumSource(BrokenWords.Fault.class)
  void table_broken_isFoundToBe(BrokenWords.Fault fault) {
    for (int round = 0; round < 20 && findings.isEmpty(); round++) {
      run(new CounterTable(new BrokenWords(SLOTS, fault), SLOTS, Eviction.NEVER));
    }
    assertThat(findings).isNotEmpty();
  }

  private List<Admitted> run(CounterTable table) {
    List<Admitted> log = new ArrayList<>();
    Crowd.run(THREADS, thread -> load(table, thread)).forEach(log::addAll);
    Map<Integer, List<Admitted>> byId = new TreeMap<>();
    log.forEach(each -> byId.computeIfAbsent(each.id(), id -> new ArrayList<>()).add(each));
    byId.forEach(
        (id, calls) -> {
          switch (terms(id).algorithm()) {
            case FIXED_WINDOW, SLIDING_WINDOW -> checkWindows(table, id, calls);
            case SMOOTH -> checkBucket(id, calls);
            case IN_FLIGHT -> {} // counted while it ran
          }
        });
    return log;
  }

  private List<Admitted> load(CounterTable table, int thread) {
    SplittableRandom random = new SplittableRandom(thread);
    List<Admitted> log = new ArrayList<>();
    Cursor cursor = new Cursor();
    for (int step = 0; step < STEPS; step++) {
      passTime(random);
      int id = random.nextInt(IDS);
      cursor.aim(id + 1, id * 0x9E37_79B9_7F4A_7C15L);
      // Some threads come with a time that they read a while ago.
      long now = time.get() - (random.nextInt(8) == 0 ? random.nextLong(SECOND) : 0);
      if (terms(id).algorithm() == Algorithm.IN_FLIGHT) {
        beginAndEnd(table, cursor, id);
      } else {
        long units = random.nextLong(1, 4);
        long at = charge(table, cursor, terms(id), new long[] {now, units});
        if (at >= 0 && terms(id).algorithm() == Algorithm.SMOOTH && random.nextInt(4) == 0) {
          giveBack(table, cursor, terms(id), new long[] {at, units});
        } else if (at >= 0) {
          log.add(new Admitted(id, at, units, cursor.word()));
        }
      }
    }
    return log;
  }

  private void passTime(SplittableRandom random) {
    if (random.nextInt(20) == 0) {
      time.addAndGet(random.nextLong(SECOND / 10));
    }
    if (random.nextInt(4_000) == 0) { // so that places in flight are forgotten
      hours.writeLock().lock();
      try {
        time.addAndGet(HOUR);
      } finally {
        hours.writeLock().unlock();
      }
    }
  }

  private void beginAndEnd(CounterTable table, Cursor cursor, int id) {
    hours.readLock().lock();
    try {
      if (charge(table, cursor, terms(id), new long[] {time.get(), 1}) >= 0) {
        if (under[id].incrementAndGet() > terms(id).count()) {
          find("id=%s: more under way than there are places".formatted(id));
        }
        Thread.onSpinWait();
        under[id].decrementAndGet();
        giveBack(table, cursor, terms(id), new long[] {time.get(), 1});
      }
    } finally {
      hours.readLock().unlock();
    }
  }

  private synchronized void find(String what) {
    findings.add(what);
  }

  /** Charges as the limiter does; the time at which it was admitted, or -1. */
  private long charge(CounterTable table, Cursor cursor, Terms terms, long[] timeAndUnits) {
    long now = timeAndUnits[0];
    long units = timeAndUnits[1];
    table.find(cursor);
    for (int tries = 0; tries < 8; tries++) {
      if (units > terms.remaining(cursor.word(), cursor.tail(), now)) {
        return -1;
      }
      long word = cursor.word();
      long after = terms.charged(word, now, units);
      Placed placed = Placed.AGAIN;
      if (word == 0) {
        placed = table.insert(cursor, after, terms.tail(word, now), now);
      } else if (terms.renews(word, now)
          ? table.renew(cursor, after, terms.tail(word, now))
          : table.swap(cursor, after)) {
        placed = Placed.DONE;
      }
      if (placed != Placed.AGAIN) {
        return placed == Placed.DONE ? now : -1;
      }
      now = time.get();
      table.find(cursor);
    }
    return -1;
  }

  private void giveBack(CounterTable table, Cursor cursor, Terms terms, long[] timeAndUnits) {
    long charged = cursor.word();
    if (terms.algorithm() == Algorithm.SMOOTH) {
      long cost = timeAndUnits[1] * terms.intervalMicros();
      long earliest = Gcra.earliest(charged, timeAndUnits[0], cost);
      table.lower(cursor, earliest, cost, time::get);
      return;
    }
    while (true) {
      table.reread(cursor);
      long word = cursor.word();
      long after = word == 0 ? 0 : terms.givenBack(word, charged, timeAndUnits[1]);
      if (after == word || table.swap(cursor, after)) {
        return;
      }
    }
  }

  private void checkWindows(CounterTable table, int id, List<Admitted> calls) {
    TreeMap<Long, Long> windows = new TreeMap<>();
    calls.forEach(
        call -> windows.merge(FixedWindow.endSecond(call.word()), call.units(), Long::sum));
    Map.Entry<Long, Long> before = null;
    for (Map.Entry<Long, Long> window : windows.entrySet()) {
      if (window.getValue() > terms(id).count()) {
        find("id=%s: more than the count in one window: %s".formatted(id, window));
      }
      if (before != null && window.getKey() - before.getKey() < PERIOD) {
        find("id=%s: overlapping windows: %s %s".formatted(id, before, window));
      }
      before = window;
    }
    Cursor cursor = new Cursor();
    cursor.aim(id + 1, id * 0x9E37_79B9_7F4A_7C15L);
    table.find(cursor);
    boolean open = terms(id).isOpen(cursor.word(), time.get());
    long end = FixedWindow.endSecond(cursor.word());
    if (open && FixedWindow.used(cursor.word()) != windows.getOrDefault(end, 0L)) {
      find("id=%s: lost or foreign units: %x %s".formatted(id, cursor.word(), windows.get(end)));
    }
    if (!open && before != null && before.getKey() * SECOND > time.get()) {
      find("id=%s: lost a live counter: %s".formatted(id, before));
    }
  }

  private void checkBucket(int id, List<Admitted> calls) {
    Terms terms = terms(id);
    calls.sort(Comparator.comparingLong(Admitted::micros));
    long full = 0; // the earliest time at which all that was admitted may have come back
    for (Admitted call : calls) {
      full = Math.max(full, call.micros()) + call.units() * terms.intervalMicros();
      if (full - call.micros() > terms.burst() * terms.intervalMicros()) {
        find("id=%s: more than the bound: %s".formatted(id, call));
        return;
      }
    }
  }
}
