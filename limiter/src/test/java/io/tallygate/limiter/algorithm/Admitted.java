package io.tallygate.limiter.algorithm;

/** A call that was admitted, as the references keep it. */
final class Admitted {

  final long micros;
  final long cost;
  final long word; // that its charge left
  boolean returned;
  long windowEnd; // of the fixed window in which it stands

  Admitted(long micros, long cost, long word) {
    this.micros = micros;
    this.cost = cost;
    this.word = word;
  }

  /** What it counts. */
  long units() {
    return returned ? 0 : cost;
  }
}
