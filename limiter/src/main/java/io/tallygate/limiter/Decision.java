package io.tallygate.limiter;

import io.tallygate.limiter.algorithm.Terms;
import io.tallygate.limiter.clock.LimiterClock;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.table.Cursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A carrier that its owner hands to {@link Limiter#decide} again and again, so that deciding does
 * not allocate. Not thread-safe: one carrier is one call at a time.
 */
public final class Decision {

  /*
   * What was decided is kept as it was seen: each limit's terms, its counter's words, and the time.
   * What follows from them is worked out when it is asked for; most callers ask for little.
   */

  private static final int NOT_YET = -1;

  @Nullable Caller caller;
  @Nullable LimitSet limits;
  long cost;
  Call.Mode mode = Call.Mode.PEEK;

  private Outcome outcome = Outcome.ADMITTED;
  private int shown;
  private boolean charged;
  private boolean under; // way: its places in flight are taken
  private boolean returned;
  private long nowMicros;
  private long aheadMicros;

  // What a limiter works with: each limit's terms for the caller, and its counter as last seen.
  // After a charge the counter's word says which window was charged, so that it can be given back.
  final Terms[] terms = new Terms[Group.LIMITS_MAX];
  final Cursor[] cursors = new Cursor[Group.LIMITS_MAX];
  private final Cursor first;
  private final Cursor later = new Cursor(); // for what comes after the decision

  public Decision() {
    for (int i = 0; i < cursors.length; i++) {
      cursors[i] = new Cursor();
    }
    first = cursors[0];
  }

  /** The call that was decided. */
  public Call call() {
    return new Call(caller(), limits(), cost, mode);
  }

  /** Whose call was decided. */
  public Caller caller() {
    if (caller == null) {
      throw new IllegalStateException("nothing was decided yet");
    }
    return caller;
  }

  /** The limits that the call met. */
  public LimitSet limits() {
    if (limits == null) {
      throw new IllegalStateException("nothing was decided yet");
    }
    return limits;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** Whether the call goes on to the upstream. */
  public boolean isAdmitted() {
    return outcome == Outcome.ADMITTED || outcome == Outcome.UNCOUNTED;
  }

  /** How many limits the call met; at least 1. */
  public int size() {
    return limits().size();
  }

  /**
   * Which limit the {@code X-RateLimit} fields show: on refusal, of the refusing ones the one that
   * frees last; else the one with the fewest units left; ties to the later reset.
   */
  public int shown() {
    if (shown == NOT_YET) {
      shown = 0;
      for (int i = 1; i < size(); i++) {
        if (showsBefore(i, shown)) {
          shown = i;
        }
      }
    }
    return shown;
  }

  public String name(int index) {
    return limits().limit(index).name();
  }

  public Algorithm algorithm(int index) {
    return terms[index].algorithm();
  }

  /** In how many seconds all units come back; 0 in flight. */
  public long periodSeconds(int index) {
    return terms[index].fillSeconds();
  }

  /** Units that may be taken at once: of a smooth limit its burst. */
  public long count(int index) {
    return terms[index].burst();
  }

  /** Units left, 0 to {@link #count}. */
  public long remaining(int index) {
    long left = terms[index].remaining(cursors[index].word(), cursors[index].tail(), nowMicros);
    return returned ? Math.min(left + units(index), count(index)) : left;
  }

  /** The Unix second of the reset, by the wall clock, rounded up. */
  public long resetSecond(int index) {
    long resetMicros = terms[index].resetMicros(cursors[index].word(), nowMicros);
    return LimiterClock.resetSecond(resetMicros, nowMicros, aheadMicros);
  }

  /**
   * Seconds until units come back, rounded up, at least 1: until the reset, or of a smooth limit
   * until the next unit; where this limit refuses, until the call would fit it if nobody else
   * called, and in flight always 1, for nobody knows. For the limit shown that is when the call
   * would be admitted. The two differ only for a caller whose override ends meanwhile.
   */
  public long waitSeconds(int index) {
    long freeMicros =
        outcome == Outcome.REFUSED && index == shown() ? Refusal.freeMicros(this) : Terms.NEVER;
    long waitMicros =
        freeMicros == Terms.NEVER
            ? waitMicros(index)
            : LimiterClock.waitMicros(freeMicros, nowMicros, aheadMicros);
    return Math.max(-Math.floorDiv(-waitMicros, 1_000_000), 1);
  }

  private long waitMicros(int index) {
    long until =
        outcome == Outcome.REFUSED && refuses(index)
            ? Refusal.freeMicros(this, index, nowMicros)
            : Terms.NEVER;
    if (until == Terms.NEVER) {
      until = terms[index].nextMicros(cursors[index].word(), nowMicros);
    }
    return LimiterClock.waitMicros(until, nowMicros, aheadMicros);
  }

  /** Whether the call would never be admitted: it costs more than the limit ever has at once. */
  public boolean isNever(int index) {
    if (outcome != Outcome.REFUSED) {
      return false;
    }
    return isNeverAlone(index) || (index == shown() && Refusal.freeMicros(this) == Terms.NEVER);
  }

  private boolean isNeverAlone(int index) {
    return refuses(index) && Refusal.freeMicros(this, index, nowMicros) == Terms.NEVER;
  }

  /** The immutable copy. */
  public Answer copy() {
    List<LimitState> states = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      states.add(
          new LimitState(
              name(i), count(i), periodSeconds(i), remaining(i), resetSecond(i), waitSeconds(i)));
    }
    return new Answer(outcome, states.get(shown()), states);
  }

  private boolean showsBefore(int index, int other) {
    if (outcome == Outcome.REFUSED) {
      boolean refuses = refuses(index);
      if (refuses != refuses(other)) {
        return refuses;
      }
      if (isNeverAlone(index) != isNeverAlone(other)) {
        return isNeverAlone(index);
      }
      if (waitMicros(index) != waitMicros(other)) {
        return waitMicros(index) > waitMicros(other);
      }
    } else if (remaining(index) != remaining(other)) {
      return remaining(index) < remaining(other);
    }
    return resetSecond(index) > resetSecond(other);
  }

  // What a decider says, and asks.

  void begin(Call call) {
    describe(call.caller(), call.limits(), call.cost(), call.mode());
    begin();
  }

  /** A call of cost one, for real. */
  void begin(Caller whose, LimitSet met) {
    describe(whose, met, 1, Call.Mode.CHARGE);
    begin();
  }

  private void begin() {
    outcome = Outcome.REFUSED; // should deciding fail
    charged = false;
    under = false;
    returned = false;
  }

  /** A call of cost one was charged to the one limit that it met. */
  void admitOne(Caller whose, LimitSet met) {
    describe(whose, met, 1, Call.Mode.CHARGE);
    terms(0, met.terms(0));
    if (outcome != Outcome.ADMITTED) {
      outcome = Outcome.ADMITTED;
    }
    charged = true;
    under = true;
    returned = false;
    shown = 0;
  }

  @SuppressWarnings("ReferenceEquality") // a reference that is stored costs more than one read
  private void describe(Caller whose, LimitSet met, long units, Call.Mode how) {
    if (caller != whose) {
      caller = whose;
    }
    if (limits != met) {
      limits = met;
    }
    if (mode != how) {
      mode = how;
    }
    cost = units;
  }

  /** A cursor at a limit's counter, as the decision saw it, for what comes after. */
  Cursor follow(int index) {
    later.follow(cursors[index], limits().idHigh(index, caller()), limits().idLow(index, caller()));
    return later;
  }

  /** Says when it was decided. */
  void at(long micros, long ahead) {
    nowMicros = micros;
    aheadMicros = ahead;
  }

  /** The first limit's counter. */
  Cursor first() {
    return first;
  }

  /** Whether the call is counted if it is admitted. */
  boolean charges() {
    return mode == Call.Mode.CHARGE && cost > 0;
  }

  @SuppressWarnings("ReferenceEquality") // spares a store, which costs more than a comparison
  void terms(int index, Terms value) {
    if (terms[index] != value) {
      terms[index] = value;
    }
  }

  /** Says what was decided, and when. */
  void end(Outcome decided, long micros, long ahead) {
    outcome = decided;
    charged = decided == Outcome.ADMITTED && charges();
    under = charged;
    at(micros, ahead);
    shown = limits().size() == 1 ? 0 : NOT_YET;
  }

  /** Whether there is a charge to give back; afterwards there is none. */
  boolean takeCharge() {
    boolean was = charged;
    charged = false;
    return was;
  }

  /** Whether the call's places in flight are taken; afterwards they are not. */
  boolean takePlaces() {
    boolean was = under;
    under = false;
    return was;
  }

  /** The units came back. */
  void restore() {
    shown(); // as it was decided
    returned = true;
  }

  long nowMicros() {
    return nowMicros;
  }

  /** Units of a limit that the call takes. */
  long units(int index) {
    return terms[index].units(cost);
  }

  boolean refuses(int index) {
    return units(index) > remaining(index);
  }
}
