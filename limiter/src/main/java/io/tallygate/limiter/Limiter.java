package io.tallygate.limiter;

import io.tallygate.limiter.algorithm.Terms;
import io.tallygate.limiter.clock.CoarseTime;
import io.tallygate.limiter.clock.LimiterClock;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.LimitOverride;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.storage.Recovery;
import io.tallygate.limiter.storage.TableConfig;
import io.tallygate.limiter.table.CounterTable;
import io.tallygate.limiter.table.CounterTable.Placed;
import io.tallygate.limiter.table.Cursor;
import io.tallygate.limiter.table.TableFile;
import io.tallygate.limiter.table.TableSync;
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
  private final CounterHash hash;
  private final String run; // of the counters in flight, which end with the process
  private final @Nullable CoarseTime coarseTime;
  private final @Nullable TableFile file;
  private final @Nullable TableSync sync;
  private final LongSupplier coarseMicros;
  private volatile OnFull onFull;

  /**
   * @throws io.tallygate.limiter.storage.TableException if the counters' file cannot be used; the
   *     message says why, and the way out
   */
  public Limiter(LimiterConfig config) {
    this(config, open(config));
  }

  private static @Nullable TableFile open(LimiterConfig config) {
    TableConfig file = config.file();
    return file == null ? null : TableFile.open(file, config.slots(), config.ticker().wallMicros());
  }

  private Limiter(LimiterConfig config, @Nullable TableFile file) {
    this.file = file;
    this.onFull = config.onFull();
    if (file == null) {
      this.table = new CounterTable(config.slots(), config.eviction());
      this.clock = new LimiterClock(config.ticker());
      this.hash = CounterHash.withRandomSecret();
      this.run = "";
      this.sync = null;
    } else {
      this.table = file.table();
      this.clock = new LimiterClock(config.ticker(), file.timeMicros());
      this.hash = CounterHash.withSecret(file.secret());
      this.run = Long.toString(file.run());
      this.sync = new TableSync(file, clock::preciseMicros);
    }
    this.coarseTime = config.ticker().isCostly() ? new CoarseTime(clock) : null;
    this.coarseMicros = coarseTime != null ? coarseTime::micros : clock::preciseMicros;
  }

  /** A limiter whose coarse time lags as a test wants. */
  Limiter(LimiterConfig config, LimiterClock clock, LongSupplier coarseMicros) {
    this.table = new CounterTable(config.slots(), config.eviction());
    this.clock = clock;
    this.hash = CounterHash.withRandomSecret();
    this.run = "";
    this.coarseTime = null;
    this.file = null;
    this.sync = null;
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
            .map(limit -> hash.of(group.name(), pattern, limit.name(), identity(limit)))
            .toList();
    return new LimitSet(group.name(), start, group.limits(), hashes);
  }

  /** How the limit counts, as it stands in its counters' identity, so for good. */
  private String identity(Limit limit) {
    return switch (limit.algorithm()) {
      case FIXED_WINDOW -> "fixed-window";
      case SLIDING_WINDOW -> "sliding-window";
      case SMOOTH -> "gcra";
      case IN_FLIGHT -> "in-flight" + run; // who ended with another process holds no place
    };
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
    into.begin(call); // copies it, so that it need not be made
    long nowMicros = coarseMicros.getAsLong();
    if (!decideOne(into, nowMicros)) {
      decideAll(into, nowMicros);
    }
  }

  /** Admits a call that meets one limit, fits it, and goes on with what is open: most calls. */
  private boolean decideOne(Decision into, long nowMicros) {
    LimitSet limits = into.limits();
    Caller caller = into.caller();
    if (limits.size() > 1 || !into.charges()) {
      return false;
    }
    Cursor cursor = into.cursors[0];
    cursor.aim(limits.idHigh(0, caller), limits.idLow(0, caller));
    Terms terms = caller.terms(limits, 0, nowMicros);
    table.locate(cursor);
    long after = terms.chargedOpen(cursor.word(), cursor.tail(), nowMicros, into.cost);
    if (after == 0 || !table.swap(cursor, after)) {
      return false;
    }
    into.terms(0, terms);
    into.end(Outcome.ADMITTED, nowMicros, clock.aheadMicros());
    return true;
  }

  private void decideAll(Decision into, long coarseMicros) {
    long nowMicros = coarseMicros;
    boolean fits = look(into, nowMicros);
    if (!fits || needsWindow(into, nowMicros)) {
      nowMicros = clock.preciseMicros();
      fits = look(into, nowMicros);
    }
    Outcome outcome = Outcome.REFUSED;
    for (int tries = 0; fits && tries < TRIES_MAX; tries++) {
      Placed placed = into.charges() ? charge(into, nowMicros) : Placed.DONE;
      if (placed != Placed.AGAIN) {
        outcome = outcome(placed);
        break;
      }
      nowMicros = clock.preciseMicros();
      fits = look(into, nowMicros);
    }
    into.end(outcome, nowMicros, clock.aheadMicros());
  }

  private Outcome outcome(Placed placed) {
    if (placed == Placed.DONE) {
      return Outcome.ADMITTED;
    }
    boolean allowed = placed == Placed.FULL && onFull == OnFull.ALLOW;
    return allowed ? Outcome.UNCOUNTED : Outcome.COUNTERS_FULL;
  }

  /** Reads every counter of the call; whether it fits them all. */
  private boolean look(Decision into, long nowMicros) {
    Caller caller = into.caller();
    LimitSet limits = into.limits();
    boolean fits = true;
    for (int i = 0; i < limits.size(); i++) {
      Cursor cursor = into.cursors[i];
      cursor.aim(limits.idHigh(i, caller), limits.idLow(i, caller));
      table.find(cursor);
      into.terms(i, caller.terms(limits, i, nowMicros));
      fits &= fits(into, i, nowMicros);
    }
    return fits;
  }

  private static boolean fits(Decision into, int index, long nowMicros) {
    Cursor cursor = into.cursors[index];
    long remaining = into.terms[index].remaining(cursor.word(), cursor.tail(), nowMicros);
    return into.units(index) <= remaining;
  }

  private static boolean needsWindow(Decision into, long nowMicros) {
    for (int i = 0; i < into.size(); i++) {
      if (!into.terms[i].isOpen(into.cursors[i].word(), nowMicros)) {
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
      Placed placed = charge(into, next, nowMicros);
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

  private Placed charge(Decision into, int index, long nowMicros) {
    Terms terms = into.terms[index];
    Cursor cursor = into.cursors[index];
    while (fits(into, index, nowMicros)) {
      long word = cursor.word();
      long after = terms.charged(word, nowMicros, into.units(index));
      if (word == 0) {
        return table.insert(cursor, after, terms.tail(word, nowMicros), nowMicros);
      }
      boolean done =
          terms.renews(word, nowMicros)
              ? table.renew(cursor, after, terms.tail(word, nowMicros))
              : table.swap(cursor, after);
      if (done) {
        return Placed.DONE;
      }
      table.find(cursor);
    }
    return Placed.AGAIN;
  }

  /**
   * Gives the units of an admitted call back, because it was never sent: to the windows that were
   * charged, where they still go on. Its places in flight are free again too.
   */
  public void giveBack(Decision decision) {
    if (decision.takeCharge()) {
      boolean places = decision.takePlaces();
      for (int i = 0; i < decision.size(); i++) {
        if (places || decision.algorithm(i) != Algorithm.IN_FLIGHT) {
          giveBack(decision, i);
        }
      }
      decision.restore();
    }
  }

  /**
   * Says that an admitted call has ended, however it did: its places in flight are free again. A
   * second time, or for a call that holds none, it does nothing.
   */
  public void end(Decision decision) {
    if (decision.takePlaces()) {
      for (int i = 0; i < decision.size(); i++) {
        if (decision.algorithm(i) == Algorithm.IN_FLIGHT) {
          giveBack(decision, i);
        }
      }
    }
  }

  private void giveBack(Decision into, long done) {
    for (int i = 0; i < into.size(); i++) {
      if ((done & 1L << i) != 0) {
        giveBack(into, i);
        table.reread(into.cursors[i]); // what the decision says is without the charge
      }
    }
  }

  private void giveBack(Decision into, int index) {
    Terms terms = into.terms[index];
    Cursor cursor = into.later; // the decision goes on to say what it said
    cursor.follow(into.cursors[index]);
    long units = into.units(index);
    long charged = cursor.word();
    long nowMicros = clock.preciseMicros();
    while (true) {
      table.reread(cursor);
      long word = cursor.word();
      long after = word == 0 ? 0 : terms.givenBack(word, charged, units, nowMicros);
      if (after == word) {
        return;
      }
      if (terms.algorithm() == Algorithm.SMOOTH) {
        table.hold(cursor, word / SECOND + 1);
      }
      if (table.swap(cursor, after)) {
        return;
      }
    }
  }

  /** How many slots hold counters. Walks the table: for metrics, not for calls. */
  public long countLive() {
    return table.countLive(clock.preciseMicros());
  }

  /** How many counters fit at the very most. */
  public int slots() {
    return table.slots();
  }

  /** What was found when the counters' file was opened; null for counters in memory. */
  public @Nullable Recovery recovery() {
    return file == null ? null : file.recovery();
  }

  /** Why the counters' file could not be written to the disk lately; null if it could. */
  public @Nullable String syncFailure() {
    return sync == null ? null : sync.failure();
  }

  @Override
  public void close() {
    if (coarseTime != null) {
      coarseTime.close();
    }
    if (sync != null) {
      sync.close();
    }
    if (file != null) {
      file.time(clock.coarseMicros());
      file.close();
    }
  }
}
