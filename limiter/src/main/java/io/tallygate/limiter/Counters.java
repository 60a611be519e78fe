package io.tallygate.limiter;

import io.tallygate.limiter.algorithm.Gcra;
import io.tallygate.limiter.algorithm.Terms;
import io.tallygate.limiter.clock.LimiterClock;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.table.CounterTable;
import io.tallygate.limiter.table.CounterTable.Placed;
import io.tallygate.limiter.table.Cursor;
import java.util.function.LongSupplier;

/** What is done to the counters of a call, of which there may be several. Thread-safe. */
final class Counters {

  /*
   * Several counters are charged in the order of their slots, each by one swap that checks again.
   * If one was spent meanwhile, the earlier charges are given back.
   *
   * So no counter ever exceeds its limit. A racing call may be refused because of a charge that is
   * being given back: at most one per concurrent call, and only where calls meet different limits.
   */

  private static final int TRIES_MAX = 8;

  private final CounterTable table;
  private final LimiterClock clock;
  private final LongSupplier precise;

  Counters(CounterTable table, LimiterClock clock) {
    this.table = table;
    this.clock = clock;
    this.precise = clock::preciseMicros;
  }

  /** Reads every counter of the call; whether it fits them all. */
  boolean look(Decision into, long nowMicros) {
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

  static boolean needsWindow(Decision into, long nowMicros) {
    for (int i = 0; i < into.size(); i++) {
      if (!into.terms[i].isOpen(into.cursors[i].word(), nowMicros)) {
        return true;
      }
    }
    return false;
  }

  /** Charges every counter of the call, or none. */
  Placed charge(Decision into, long nowMicros) {
    long done = 0; // one bit per limit; at most 16
    for (int n = 0; n < into.size(); n++) {
      int next = lowestSlot(into, done);
      Placed placed = charge(into, next, nowMicros);
      if (placed != Placed.DONE) {
        giveBack(into, done, nowMicros);
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
    Cursor cursor = into.cursors[index];
    while (fits(into, index, nowMicros)) {
      Placed placed = charge(into.terms[index], cursor, into.units(index), nowMicros);
      if (placed != Placed.AGAIN || cursor.slot() < 0) {
        return placed;
      }
      table.find(cursor);
    }
    return Placed.AGAIN;
  }

  /** Charges units that fit what the cursor read, unless that has changed. */
  private Placed charge(Terms terms, Cursor cursor, long units, long nowMicros) {
    long word = cursor.word();
    long after = terms.charged(word, nowMicros, units);
    if (word == 0) {
      return table.insert(cursor, after, terms.tail(word, nowMicros), nowMicros);
    }
    boolean done =
        terms.renews(word, nowMicros)
            ? table.renew(cursor, after, terms.tail(word, nowMicros))
            : table.swap(cursor, after);
    return done ? Placed.DONE : Placed.AGAIN;
  }

  /** Charges what was used in place of what was estimated; returns what found no room. */
  long settle(Decision decision, long units) {
    end(decision);
    long more = units - decision.cost;
    long missing = 0;
    if (decision.takeCharge()) {
      for (int i = 0; i < decision.size(); i++) {
        if (decision.algorithm(i) != Algorithm.IN_FLIGHT) {
          if (more < 0) {
            giveBack(decision, i, -more, decision.nowMicros());
          } else {
            missing = Math.max(missing, more - chargeUpTo(decision, i, more));
          }
        }
      }
    }
    return missing;
  }

  /** Charges as many more units as one limit has room for; returns how many. */
  private long chargeUpTo(Decision into, int index, long units) {
    Cursor cursor = into.follow(index);
    for (int tries = 0; tries < TRIES_MAX; ) {
      long nowMicros = clock.preciseMicros();
      Terms terms = into.caller().terms(into.limits(), index, nowMicros);
      table.find(cursor);
      long fitting = Math.min(units, terms.remaining(cursor.word(), cursor.tail(), nowMicros));
      if (fitting == 0) {
        return 0;
      }
      Placed placed = charge(terms, cursor, fitting, nowMicros);
      if (placed != Placed.AGAIN) {
        return placed == Placed.DONE ? fitting : 0;
      }
      tries += cursor.word() == 0 ? 1 : 0; // else another call came first, and went on
    }
    return 0;
  }

  private void giveBack(Decision into, long done, long atMicros) {
    for (int i = 0; i < into.size(); i++) {
      if ((done & 1L << i) != 0) {
        giveBack(into, i, into.units(i), atMicros);
        table.reread(into.cursors[i]); // what the decision says is without the charge
      }
    }
  }

  /** Gives back units of a charge that was made at this time. */
  private void giveBack(Decision into, int index, long units, long atMicros) {
    Terms terms = into.terms[index];
    Cursor cursor = into.follow(index); // the decision goes on to say what it said
    long charged = cursor.word();
    if (terms.algorithm() == Algorithm.SMOOTH) {
      long interval = terms.intervalMicros();
      long earliest = Gcra.earliest(charged, atMicros, into.units(index) * interval);
      table.lower(cursor, earliest, units * interval, precise);
      return;
    }
    while (true) {
      table.reread(cursor);
      long word = cursor.word();
      long after = word == 0 ? 0 : terms.givenBack(word, charged, units);
      if (after == word || table.swap(cursor, after)) {
        return;
      }
    }
  }

  /** Gives back all that the call was charged, and its places in flight. */
  void giveBack(Decision decision) {
    if (decision.takeCharge()) {
      boolean places = decision.takePlaces();
      for (int i = 0; i < decision.size(); i++) {
        if (places || decision.algorithm(i) != Algorithm.IN_FLIGHT) {
          giveBack(decision, i, decision.units(i), decision.nowMicros());
        }
      }
      decision.restore();
    }
  }

  /** Gives back the call's places in flight. */
  void end(Decision decision) {
    if (decision.takePlaces()) {
      for (int i = 0; i < decision.size(); i++) {
        if (decision.algorithm(i) == Algorithm.IN_FLIGHT) {
          giveBack(decision, i, decision.units(i), decision.nowMicros());
        }
      }
    }
  }
}
