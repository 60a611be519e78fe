package io.tallygate.limiter;

import io.tallygate.limiter.algorithm.FixedWindow;
import io.tallygate.limiter.clock.CoarseTime;
import io.tallygate.limiter.clock.LimiterClock;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.LimitOverride;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.table.CounterTable;
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

  /** A caller of this limiter; keep it for all its calls. */
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

  /** Decides a call and says so in {@code into}. */
  public void decide(Call call, Decision into) {
    into.begin(call);
    boolean charge = call.mode() == Call.Mode.CHARGE && call.cost() > 0;
    long nowMicros = coarseMicros.getAsLong();
    if (!look(call, into, nowMicros) || needsWindow(into, nowMicros)) {
      nowMicros = clock.preciseMicros();
    }
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      if (!look(call, into, nowMicros)) {
        break;
      }
      if (!charge) {
        into.end(Outcome.ADMITTED);
        return;
      }
      Charged charged = chargeAll(call, into, nowMicros);
      if (charged == Charged.ALL) {
        into.end(Outcome.ADMITTED);
        return;
      }
      if (charged == Charged.FULL) {
        look(call, into, nowMicros);
        into.end(onFull == OnFull.ALLOW ? Outcome.UNCOUNTED : Outcome.COUNTERS_FULL);
        return;
      }
      nowMicros = clock.preciseMicros();
    }
    into.end(Outcome.REFUSED);
  }

  private enum Charged {
    ALL,
    SPENT,
    FULL
  }

  /** Fills {@code into} with how every limit stands; whether the call fits all of them. */
  private boolean look(Call call, Decision into, long nowMicros) {
    LimitSet limits = call.limits();
    long nowSecond = nowMicros / SECOND;
    boolean fits = true;
    for (int i = 0; i < limits.size(); i++) {
      long idHigh = limits.idHigh(i, call.caller());
      long idLow = limits.idLow(i, call.caller());
      int slot = table.find(idHigh, idLow);
      long window = slot < 0 ? 0 : table.windowOf(slot, idHigh, idLow);
      into.slots[i] = slot;
      long count = call.caller().count(limits.limit(i), nowSecond);
      put(into, i, window, count, nowMicros);
      fits &= FixedWindow.fits(window, nowSecond, count, call.cost());
    }
    return fits;
  }

  private void put(Decision into, int index, long window, long count, long nowMicros) {
    LimitSet limits = into.call().limits();
    long nowSecond = nowMicros / SECOND;
    long endSecond =
        FixedWindow.resetSecond(
            window, nowSecond, limits.limit(index).period().toSeconds(), limits.start());
    long aheadMicros = clock.aheadMicros();
    into.endSeconds[index] = FixedWindow.isOpen(window, nowSecond) ? endSecond : 0;
    into.put(
        index,
        count,
        FixedWindow.remaining(window, nowSecond, count),
        LimiterClock.resetSecond(endSecond, nowMicros, aheadMicros),
        LimiterClock.waitMicros(endSecond, nowMicros, aheadMicros));
  }

  private static boolean needsWindow(Decision into, long nowMicros) {
    for (int i = 0; i < into.size(); i++) {
      if (into.endSeconds[i] <= nowMicros / SECOND) {
        return true;
      }
    }
    return false;
  }

  private Charged chargeAll(Call call, Decision into, long nowMicros) {
    int size = into.size();
    long done = 0; // one bit per limit; at most 16
    for (int n = 0; n < size; n++) {
      int next = lowestSlot(into, done);
      Charged charged = charge(call, into, next, nowMicros);
      if (charged != Charged.ALL) {
        undo(call, into, done);
        return charged;
      }
      done |= 1L << next;
    }
    return Charged.ALL;
  }

  private static int lowestSlot(Decision into, long done) {
    int lowest = -1;
    for (int i = 0; i < into.size(); i++) {
      boolean waits = (done & 1L << i) == 0;
      if (waits && (lowest < 0 || into.slots[i] < into.slots[lowest])) {
        lowest = i;
      }
    }
    return lowest;
  }

  private Charged charge(Call call, Decision into, int index, long nowMicros) {
    LimitSet limits = call.limits();
    Limit limit = limits.limit(index);
    long nowSecond = nowMicros / SECOND;
    long idHigh = limits.idHigh(index, call.caller());
    long idLow = limits.idLow(index, call.caller());
    long count = call.caller().count(limit, nowSecond);
    while (true) {
      int slot = table.find(idHigh, idLow);
      long window = slot < 0 ? 0 : table.windowOf(slot, idHigh, idLow);
      if (!FixedWindow.fits(window, nowSecond, count, call.cost())) {
        return Charged.SPENT;
      }
      long after =
          FixedWindow.isOpen(window, nowSecond)
              ? FixedWindow.charged(window, call.cost())
              : FixedWindow.opened(
                  nowSecond, limit.period().toSeconds(), limits.start(), call.cost());
      if (window == 0) {
        slot = table.insert(idHigh, idLow, after, nowSecond);
        if (slot == CounterTable.FULL) {
          return Charged.FULL;
        }
      } else if (!table.swap(slot, window, after)) {
        continue;
      }
      if (slot >= 0) {
        into.slots[index] = slot;
        put(into, index, after, count, nowMicros);
        into.endSeconds[index] = FixedWindow.endSecond(after);
        return Charged.ALL;
      }
    }
  }

  /** Gives the units of an admitted call back to the windows that were charged. */
  public void giveBack(Decision decision) {
    if (decision.takeCharge()) {
      Call call = decision.call();
      undo(call, decision, (1L << decision.size()) - 1);
      for (int i = 0; i < decision.size(); i++) {
        decision.restore(i, call.cost());
      }
    }
  }

  private void undo(Call call, Decision into, long done) {
    for (int i = 0; i < into.size(); i++) {
      if ((done & 1L << i) != 0) {
        undo(call, into, i);
      }
    }
  }

  private void undo(Call call, Decision into, int index) {
    long idHigh = call.limits().idHigh(index, call.caller());
    long idLow = call.limits().idLow(index, call.caller());
    while (true) {
      long window = table.windowOf(into.slots[index], idHigh, idLow);
      long after = FixedWindow.givenBack(window, into.endSeconds[index], call.cost());
      if (after == window || table.swap(into.slots[index], window, after)) {
        return;
      }
    }
  }

  /** How many counters have an open window. Walks the table: for metrics, not for calls. */
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
