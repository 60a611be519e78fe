package io.tallygate.client;

/**
 * A waiter whose waiting is over; it is told when the ledger's lock is released.
 *
 * @param atNanos when it could have gone out, if it is late
 */
record Settled(Waiter waiter, Outcome outcome, long atNanos) {

  /** How a wait ended. */
  enum Outcome {
    GO,
    LATE,
    /** Its endpoint has turned out to belong to another group. */
    MOVED
  }
}
