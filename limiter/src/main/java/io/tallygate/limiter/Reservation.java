package io.tallygate.limiter;

import io.tallygate.limiter.Settlement.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Units that are charged by an estimate, until it is known how many were used. Made by {@link
 * Limiter#reserve}. Thread-safe: the first word counts, and later ones are told the same.
 */
public final class Reservation {

  private final Reservations all;
  private final Decision decision;
  final long deadlineMicros;
  final long number; // tells those of one deadline apart
  private @Nullable Settlement settlement;

  Reservation(Reservations all, Decision decision, long deadlineMicros, long number) {
    this.all = all;
    this.decision = decision;
    this.deadlineMicros = deadlineMicros;
    this.number = number;
    if (decision.outcome() != Outcome.ADMITTED) {
      settlement = new Settlement(Kind.REFUSED, 0, 0);
    }
  }

  /** What was decided about the estimate. */
  public Decision decision() {
    return decision;
  }

  /**
   * Says how many units were used. Of the estimate the rest comes back, to windows that still go
   * on; what was used above it is charged as far as the limits have room.
   *
   * @param units 0 to {@link Call#COST_MAX}
   */
  public Settlement commit(long units) {
    Call.checkCost(units);
    return settle(Kind.COMMITTED, units);
  }

  /** Says that nothing was used: all comes back, to windows that still go on. */
  public Settlement cancel() {
    return settle(Kind.CANCELLED, 0);
  }

  /** Ends the reservation at its deadline, if nothing was said before. */
  void expire() {
    settle(Kind.EXPIRED, decision.cost);
  }

  private synchronized Settlement settle(Kind kind, long units) {
    if (settlement == null) {
      boolean late = all.isPast(this);
      long used = late ? decision.cost : units;
      long overrun = all.settle(this, used);
      settlement = new Settlement(late ? Kind.EXPIRED : kind, used - overrun, overrun);
    }
    return settlement;
  }
}
