package io.tallygate.limiter;

import io.tallygate.limiter.algorithm.FixedWindow;
import io.tallygate.limiter.algorithm.Terms;
import io.tallygate.limiter.clock.CoarseTime;
import io.tallygate.limiter.clock.LimiterClock;
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
import java.time.Duration;
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
   * charge them all; if one was spent meanwhile, none is charged, and it starts again.
   */

  private static final int TRIES_MAX = 8;

  /** How many reservations may be open at once. */
  public static final int RESERVATIONS_MAX = 100_000;

  private final CounterTable table;
  private final LimiterClock clock;
  private final Counters counters;
  private final CounterHash hash;
  private final String run; // of the counters in flight, which end with the process
  private final @Nullable CoarseTime coarseTime;
  private final @Nullable TableFile file;
  private final @Nullable TableSync sync;
  private final LongSupplier otherMicros; // where no thread keeps a coarse time
  private final Reservations reservations;
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
    this.otherMicros = clock::preciseMicros;
    this.counters = new Counters(table, clock);
    this.reservations = new Reservations(counters::settle, clock::preciseMicros);
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
    this.otherMicros = coarseMicros;
    this.onFull = config.onFull();
    this.counters = new Counters(table, clock);
    this.reservations = new Reservations(counters::settle, clock::preciseMicros);
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
    if (call.cost() == 1 && call.mode() == Call.Mode.CHARGE) {
      decide(call.caller(), call.limits(), into);
      return;
    }
    into.begin(call);
    long nowMicros = coarseMicros();
    if (!decideOne(into, nowMicros)) {
      decideAll(into, nowMicros);
    }
  }

  /**
   * Decides a call of cost one, for real: what most calls are, and what costs least. As {@link
   * #decide(Call, Decision)} with {@link Call#of}.
   *
   * @throws IllegalStateException if the machine's clock stands before 1970 or past 2104; nothing
   *     was counted then
   */
  public void decide(Caller caller, LimitSet limits, Decision into) {
    long nowMicros;
    try {
      nowMicros = coarseMicros();
    } catch (IllegalStateException e) {
      into.begin(caller, limits); // or it would go on to say what it said of the call before
      throw e;
    }
    if (!decideWindow(caller, limits, nowMicros, into)) {
      into.begin(caller, limits);
      if (!decideOne(into, nowMicros)) {
        decideAll(into, nowMicros);
      }
    }
  }

  private long coarseMicros() {
    CoarseTime time = coarseTime;
    return time != null ? time.micros() : otherMicros.getAsLong();
  }

  /**
   * Admits a call of a caller without overrides that goes on with one open fixed window. Nothing is
   * done here that can be left: the shorter this is, the more of the next calls' reads begin before
   * the memory has answered this one's.
   */
  private boolean decideWindow(Caller caller, LimitSet limits, long nowMicros, Decision into) {
    long low = limits.onlyLow(caller);
    int unit = table.unit(low, caller.distance());
    long word = table.wordAt(unit, limits.onlyHigh(caller), low);
    long after = FixedWindow.chargedOpen(word, nowMicros, limits.windowCount(), 1);
    if (after == 0 || caller.isOverridden() || !table.swapAt(unit, word, after)) {
      return false;
    }
    into.admitOne(caller, limits);
    into.first().stand(unit, after);
    into.at(nowMicros, clock.aheadMicros());
    return true;
  }

  /** Admits a call that meets one limit, of whatever kind, and goes on with what is open. */
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
    if (into.caller().distance() == 0) {
      learn(into);
    }
    return true;
  }

  private void decideAll(Decision into, long coarseMicros) {
    reservations.expire();
    long nowMicros = coarseMicros;
    boolean fits = counters.look(into, nowMicros);
    boolean opens = Counters.needsWindow(into, nowMicros);
    if (!fits || opens) {
      nowMicros = clock.preciseMicros();
      fits = counters.look(into, nowMicros);
    }
    Outcome outcome = Outcome.REFUSED;
    for (int tries = 0; fits && tries < TRIES_MAX; tries++) {
      Placed placed = into.charges() ? counters.charge(into, nowMicros) : Placed.DONE;
      if (placed != Placed.AGAIN) {
        outcome = outcome(placed);
        break;
      }
      nowMicros = clock.preciseMicros();
      fits = counters.look(into, nowMicros);
    }
    into.end(outcome, nowMicros, clock.aheadMicros());
    if (opens || into.caller().distance() == 0) {
      learn(into);
    }
  }

  /** Learns where the call's one counter stands; not each time, for its caller may have others. */
  private void learn(Decision into) {
    if (into.size() == 1) {
      into.caller().distance(table.distance(into.first()));
    }
  }

  private Outcome outcome(Placed placed) {
    if (placed == Placed.DONE) {
      return Outcome.ADMITTED;
    }
    boolean allowed = placed == Placed.FULL && onFull == OnFull.ALLOW;
    return allowed ? Outcome.UNCOUNTED : Outcome.COUNTERS_FULL;
  }

  /**
   * Gives the units of an admitted call back, because it was never sent: to the windows that were
   * charged, where they still go on. Its places in flight are free again too.
   */
  public void giveBack(Decision decision) {
    counters.giveBack(decision);
  }

  /**
   * Says that an admitted call has ended, however it did: its places in flight are free again. A
   * second time, or for a call that holds none, it does nothing.
   */
  public void end(Decision decision) {
    counters.end(decision);
  }

  /**
   * Decides a call whose cost is an estimate, and charges that on all its limits. Once it is known
   * what was used, {@link Reservation#commit} sets it right.
   *
   * <p>Where {@link #RESERVATIONS_MAX} are open it finds no room, as if the counters were full.
   *
   * @param deadline by when something must be said, from 1 ms to a day; else the estimate stays
   */
  public Reservation reserve(Call estimate, Duration deadline) {
    Reservations.check(deadline);
    Decision decision = new Decision();
    boolean room = reservations.hasRoom();
    decide(room ? estimate : estimate.withMode(Call.Mode.PEEK), decision);
    if (!room && decision.outcome() == Outcome.ADMITTED) {
      decision.end(Outcome.COUNTERS_FULL, decision.nowMicros(), clock.aheadMicros());
    }
    return reservations.open(decision, deadline);
  }

  /** How many slots hold counters. Walks the table: for metrics, not for calls. */
  public long countLive() {
    return table.countLive(clock.preciseMicros());
  }

  /** How many counters fit at the very most. */
  public int slots() {
    return table.slots();
  }

  /** How many counters find room for sure: as configured, or as the file has it. */
  public int counters() {
    return LimiterConfig.counters(table.slots());
  }

  /** What the table takes, of memory or of the file. */
  public long bytes() {
    return CounterTable.bytes(table.slots());
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
