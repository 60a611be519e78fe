package io.tallygate.limiter;

import io.tallygate.limiter.algorithm.FixedWindow;
import io.tallygate.limiter.clock.CoarseTime;
import io.tallygate.limiter.clock.LimiterClock;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.LimitOverride;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.table.CounterTable;
import io.tallygate.limiter.table.CounterTable.Placed;
import io.tallygate.limiter.table.Cursor;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides calls by counters in this process. Thread-safe; close it to end its ticker.
 *
 * <p>Calls under one limit are linearizable per caller. Several limits on one call are decided all
 * or nothing.
 */
public final class Limiter implements AutoCloseable {

  /*
   * A decision: look at every counter without writing; if one refuses, or a window has to be
   * opened, look again with the precise time; if one still refuses, nothing was written. Else
   * charge the counters in the order of their slots, each by one swap that checks again. If one was
   * spent meanwhile, give the earlier charges back and start again.
   *
   * So no counter ever exceeds its limit. A racing call may be refused because of a charge that is
   * being given back: at most one per concurrent call, and only where calls meet different limits.
   */

  private static final long SECOND = 1_000_000; // microseconds
  private static final int TRIES_MAX = 8;

  private final CounterTable table;
  private final LimiterClock clock;
  private final @Nullable CoarseTime coarseTime;
  private final LongSupplier coarseMicros;
  private final CounterHash hash = CounterHash.withRandomSecret();
  private volatile OnFull onFull;

  public Limiter(LimiterConfig config) {
    this.table = new CounterTable(config.counters(), config.eviction());
    this.clock = new LimiterClock(config.ticker());
    this.coarseTime = config.ticker().isCostly() ? new CoarseTime(clock) : null;
    this.coarseMicros = coarseTime != null ? coarseTime::micros : clock::preciseMicros;
    this.onFull = config.onFull();
  }

  /** A limiter whose coarse time lags as a test wants. */
  Limiter(LimiterConfig config, LimiterClock clock, LongSupplier coarseMicros) {
    this.table = new CounterTable(config.counters(), config.eviction());
    this.clock = clock;
    this.coarseTime = null;
    this.coarseMicros = coarseMicros;
    this.onFull = config.onFull();
  }

  /**
   * A caller of this limiter; keep it for all its calls.
   *
   * @param overrides the more particular first: the first that names a limit and has not ended is
   *     in force
   */
  public Caller caller(Caller.Kind kind, String id, List<LimitOverride> overrides) {
    return new Caller(kind, id, hash.of(kind.name(), id), overrides);
  }

  /**
   * The limits of a group, ready to be decided; keep them as long as the policy.
   *
   * @param endpoint which of the group's endpoints; matters only where each has its own counter
   */
  public LimitSet limits(Group group, Endpoint endpoint, WindowStart start) {
    String pattern = group.counter() == CounterScope.EACH_ENDPOINT ? endpoint.toString() : "";
    return limits(group, pattern, start);
  }

  /** The limits of a group that counts its endpoints together. */
  public LimitSet limits(Group group, WindowStart start) {
    return limits(group, "", start);
  }

  private LimitSet limits(Group group, String pattern, WindowStart start) {
    List<CounterHash.Id> hashes =
        group.limits().stream()
            .map(limit -> hash.of(group.name(), pattern, limit.name(), "fixed-window"))
            .toList();
    return new LimitSet(group.name(), start, group.limits(), hashes);
  }

  /** What becomes of a call that finds no slot, from the next decision on. */
  public void onFull(OnFull value) {
    this.onFull = value;
  }

  /**
   * Decides a call and says so in {@code into}.
   *
   * @throws IllegalStateException if the machine's clock stands before 1970 or past 2104; nothing
   *     was counted then
   */
  public void decide(Call call, Decision into) {
    into.begin(call);
    long nowMicros = coarseMicros.getAsLong();
    boolean fits = look(into, nowMicros);
    if (!fits || needsWindow(into, nowMicros)) {
      nowMicros = clock.preciseMicros();
      fits = look(into, nowMicros);
    }
    Outcome outcome = Outcome.REFUSED;
    for (int tries = 0; fits && tries < TRIES_MAX; tries++) {
      Placed placed = into.charges() ? charge(into, nowMicros) : Placed.DONE;
      if (placed != Placed.AGAIN) {
        outcome = placed == Placed.DONE ? Outcome.ADMITTED : outcomeOfFull();
        break;
      }
      nowMicros = clock.preciseMicros();
      fits = look(into, nowMicros);
    }
    describe(into, outcome, nowMicros);
  }

  private Outcome outcomeOfFull() {
    return onFull == OnFull.ALLOW ? Outcome.UNCOUNTED : Outcome.COUNTERS_FULL;
  }

  /** Reads every counter of the call; whether it fits them all. */
  private boolean look(Decision into, long nowMicros) {
    Call call = into.call();
    LimitSet limits = call.limits();
    long nowSecond = nowMicros / SECOND;
    boolean fits = true;
    for (int i = 0; i < limits.size(); i++) {
      Cursor cursor = into.cursors[i];
      cursor.aim(limits.idHigh(i, call.caller()), limits.idLow(i, call.caller()));
      table.find(cursor);
      into.counts[i] = call.caller().count(limits.limit(i), nowSecond);
      fits &= FixedWindow.fits(cursor.word(), nowSecond, into.counts[i], call.cost());
    }
    return fits;
  }

  private static boolean needsWindow(Decision into, long nowMicros) {
    for (int i = 0; i < into.size(); i++) {
      if (!FixedWindow.isOpen(into.cursors[i].word(), nowMicros / SECOND)) {
        return true;
      }
    }
    return false;
  }

  /** Charges every counter of the call, or none. */
  private Placed charge(Decision into, long nowMicros) {
    long done = 0; // one bit per limit; at most 16
    for (int n = 0; n < into.size(); n++) {
      int next = lowestSlot(into, done);
      Placed placed = charge(into, next, nowMicros / SECOND);
      if (placed != Placed.DONE) {
        giveBack(into, done);
        return placed;
      }
      done |= 1L << next;
    }
    return Placed.DONE;
  }

  private static int lowestSlot(Decision into, long done) {
    int lowest = -1;
    for (int i = 0; i < into.size(); i++) {
      boolean waits = (done & 1L << i) == 0;
      if (waits && (lowest < 0 || into.cursors[i].slot() < into.cursors[lowest].slot())) {
        lowest = i;
      }
    }
    return lowest;
  }

  private Placed charge(Decision into, int index, long nowSecond) {
    LimitSet limits = into.call().limits();
    long cost = into.call().cost();
    Cursor cursor = into.cursors[index];
    while (FixedWindow.fits(cursor.word(), nowSecond, into.counts[index], cost)) {
      long word = cursor.word();
      long resetSecond =
          FixedWindow.resetSecond(
              word, nowSecond, limits.limit(index).period().toSeconds(), limits.start());
      long after = FixedWindow.charged(word, nowSecond, resetSecond, cost);
      if (word == 0) {
        return table.insert(cursor, after, nowSecond);
      }
      if (table.swap(cursor, after)) {
        return Placed.DONE;
      }
      table.find(cursor);
    }
    return Placed.AGAIN;
  }

  /** Says what was decided and how every limit stands. */
  private void describe(Decision into, Outcome outcome, long nowMicros) {
    LimitSet limits = into.call().limits();
    long nowSecond = nowMicros / SECOND;
    into.at(nowMicros, clock.aheadMicros());
    for (int i = 0; i < limits.size(); i++) {
      long word = into.cursors[i].word();
      long periodSeconds = limits.limit(i).period().toSeconds();
      into.put(
          i,
          FixedWindow.remaining(word, nowSecond, into.counts[i]),
          FixedWindow.resetSecond(word, nowSecond, periodSeconds, limits.start()));
      if (outcome == Outcome.REFUSED && into.refuses(i)) {
        into.waitUntil(i, freeSecond(into, i, nowSecond));
      }
    }
    into.end(outcome);
    if (outcome == Outcome.REFUSED) {
      into.waitUntil(into.shown(), freeSecond(into, nowSecond));
    }
  }

  /** The first second at which the call fits all its limits: of each the next, until all agree. */
  private static long freeSecond(Decision into, long nowSecond) {
    long second = nowSecond;
    while (true) {
      long later = second;
      for (int i = 0; i < into.size(); i++) {
        later = Math.max(later, freeSecond(into, i, second));
      }
      if (later == second || later == Caller.NEVER) {
        return later;
      }
      second = later;
    }
  }

  private static long freeSecond(Decision into, int index, long fromSecond) {
    Call call = into.call();
    return call.caller()
        .freeSecond(
            call.limits().limit(index), into.cursors[index].word(), fromSecond, call.cost());
  }

  /** Gives the units of an admitted call back to the windows that were charged. */
  public void giveBack(Decision decision) {
    if (decision.takeCharge()) {
      giveBack(decision, (1L << decision.size()) - 1);
      for (int i = 0; i < decision.size(); i++) {
        decision.restore(i);
      }
    }
  }

  private void giveBack(Decision into, long done) {
    for (int i = 0; i < into.size(); i++) {
      if ((done & 1L << i) != 0) {
        giveBack(into.cursors[i], into.call().cost());
      }
    }
  }

  private void giveBack(Cursor cursor, long cost) {
    long endSecond = FixedWindow.endSecond(cursor.word());
    while (true) {
      table.reread(cursor);
      long after = FixedWindow.givenBack(cursor.word(), endSecond, cost);
      if (after == cursor.word() || table.swap(cursor, after)) {
        return;
      }
    }
  }

  /** How many slots hold counters. Walks the table: for metrics, not for calls. */
  public long countLive() {
    return table.countLive(clock.preciseMicros() / SECOND);
  }

  /** How many counters fit at the very most. */
  public int slots() {
    return table.slots();
  }

  @Override
  public void close() {
    if (coarseTime != null) {
      coarseTime.close();
    }
  }
}
