package io.tallygate.limiter.table;

import io.tallygate.limiter.algorithm.Gcra;
import io.tallygate.limiter.algorithm.Terms;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.table.CounterTable.Placed;
import java.time.Duration;

/** A small table, and calls that are charged and given back as the limiter does it. */
final class Calls {

  static final long SECOND = 1_000_000;
  static final long START = 1_795_510_800L * SECOND; // a multiple of all periods
  static final long NEXT = START + 15 * SECOND; // in the middle of the next ten seconds

  static final Terms WINDOW = terms(new Limit("a", 2, Duration.ofSeconds(10)));
  static final Terms SLIDING = terms(Limit.sliding("a", 4, Duration.ofSeconds(10)));
  static final Terms BUCKET = terms(Limit.smooth("a", 4, Duration.ofSeconds(4), 4));

  final CounterTable table;

  Calls() {
    this(new CounterTable(CounterTable.SLOTS_MIN, Eviction.NEVER));
  }

  Calls(CounterTable table) {
    this.table = table;
  }

  static Terms terms(Limit limit) {
    return Terms.of(limit, WindowStart.FIRST_CALL);
  }

  static Cursor cursor(int id) {
    Cursor cursor = new Cursor();
    cursor.aim(id, id);
    return cursor;
  }

  /** One unit for an id; 1 if it was admitted, else 0. */
  int charge(int id, Terms terms, long now) {
    return charge(cursor(id), terms, now);
  }

  int charge(Cursor cursor, Terms terms, long now) {
    table.find(cursor);
    while (terms.remaining(cursor.word(), cursor.tail(), now) > 0) {
      long word = cursor.word();
      long after = terms.charged(word, now, 1);
      if (word == 0) {
        Placed placed = table.insert(cursor, after, terms.tail(word, now), now);
        if (placed != Placed.AGAIN) {
          return placed == Placed.DONE ? 1 : 0;
        }
      } else if (terms.renews(word, now)
          ? table.renew(cursor, after, terms.tail(word, now))
          : table.swap(cursor, after)) {
        return 1;
      }
      table.find(cursor);
    }
    return 0;
  }

  void giveBack(Cursor charged, Terms terms, long now) {
    Cursor cursor = new Cursor();
    cursor.follow(charged, charged.idHigh(), charged.idLow());
    if (terms.algorithm() == Algorithm.SMOOTH) {
      long cost = terms.intervalMicros();
      long earliest = Gcra.earliest(charged.word(), START, cost);
      table.lower(cursor, earliest, cost, () -> now);
      return;
    }
    while (true) {
      table.reread(cursor);
      long word = cursor.word();
      long after = word == 0 ? 0 : terms.givenBack(word, charged.word(), 1);
      if (after == word || table.swap(cursor, after)) {
        return;
      }
    }
  }

  /** Units that are left to an id. */
  int left(int id, Terms terms, long now) {
    Cursor cursor = cursor(id);
    table.find(cursor);
    return (int) terms.remaining(cursor.word(), cursor.tail(), now);
  }

  /** In how many slots an id stands. */
  int slots(int id) {
    int slots = 0;
    for (int unit = 0; unit < CounterTable.SLOTS_MIN; unit++) {
      slots += cursor(id).isAt(table.words, unit * Slot.WORDS) ? 1 : 0;
    }
    return slots;
  }

  /** Leaves one slot, whose owner this id is, and its window has ended at {@link #NEXT}. */
  void fillBeside(int id) {
    for (int other = 100; other < 100 + CounterTable.SLOTS_MIN - 1; other++) {
      Cursor cursor = cursor(other);
      table.insert(cursor, WINDOW.charged(0, NEXT, 1), WINDOW.tail(0, NEXT), START);
    }
    charge(id, WINDOW, START);
  }
}
