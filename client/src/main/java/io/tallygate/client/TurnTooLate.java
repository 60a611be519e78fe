package io.tallygate.client;

/** A call's turn would come after its deadline. Needs no trace: {@link RateLimited} has one. */
final class TurnTooLate extends Exception {

  private static final long serialVersionUID = 1;

  /** When the turn would come, by the monotonic clock; {@link Group#PENDING} if nobody knows. */
  final long atNanos;

  TurnTooLate(long atNanos) {
    super("turn is too late", null, false, false);
    this.atNanos = atNanos;
  }
}
