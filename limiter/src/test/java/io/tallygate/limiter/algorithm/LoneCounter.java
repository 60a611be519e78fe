package io.tallygate.limiter.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

/** One counter, charged as the limiter charges it, without a table. */
final class LoneCounter {

  private final Terms terms;
  private long word;
  private long tail;

  LoneCounter(Terms terms) {
    this.terms = terms;
  }

  long word() {
    return word;
  }

  long remaining(long nowMicros) {
    return terms.remaining(word, tail, nowMicros);
  }

  long resetMicros(long nowMicros) {
    return terms.resetMicros(word, nowMicros);
  }

  long nextMicros(long nowMicros) {
    return terms.nextMicros(word, nowMicros);
  }

  long freeMicros(long cost) {
    return terms.freeMicros(word, tail, terms.units(cost));
  }

  /** Whether the call was admitted. */
  boolean charge(long nowMicros, long cost) {
    long units = terms.units(cost);
    long open = terms.chargedOpen(word, tail, nowMicros, cost);
    if (units > remaining(nowMicros)) {
      assertThat(open).as("the short way refuses too").isZero();
      return false;
    }
    if (units > 0) {
      long after = terms.charged(word, nowMicros, units);
      boolean goesOn = terms.isOpen(word, nowMicros);
      assertThat(open).as("the short way writes the same").isEqualTo(goesOn ? after : 0);
      if (word == 0 || terms.renews(word, nowMicros)) {
        tail = terms.tail(word, nowMicros);
      }
      word = after;
    }
    return true;
  }

  /** Gives units back to what a charge left as this word. */
  void giveBack(long charged, long units) {
    word = terms.givenBack(word, charged, units);
  }

  /** Gives units back to a bucket, as the table does. */
  void lower(Admitted call, long units, long nowMicros) {
    long cost = units * terms.intervalMicros();
    long owed = Gcra.owed(call.word, nowMicros, cost);
    if (owed > 0 && !Gcra.isUntouched(tail, call.word)) {
      long earliest = Gcra.earliest(call.word, call.micros, call.cost * terms.intervalMicros());
      owed = Gcra.owed(earliest, nowMicros, cost);
    }
    if (owed > 0) {
      tail = Gcra.held(tail, word);
      word = Gcra.lowered(word, owed);
    }
  }

  /** What the table does when another id wants the slot; whether it lost it. */
  boolean reuse(long nowMicros) {
    boolean free = Tail.isFree(word, tail, nowMicros);
    if (free) {
      word = 0;
      tail = 0;
    }
    return free;
  }

  /** What is left of a renewal that stopped half way. */
  void seal() {
    word = SlidingWindow.sealed(word);
  }
}
