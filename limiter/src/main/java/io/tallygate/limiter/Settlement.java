package io.tallygate.limiter;

/**
 * What became of a reservation.
 *
 * @param charged units that stay charged, of the limit on which most could be
 * @param overrun units above the estimate that some limit had no room for: they were used, and are
 *     charged nowhere
 */
public record Settlement(Kind kind, long charged, long overrun) {

  /** How it ended. */
  public enum Kind {
    /** {@link Reservation#commit} said what was used. */
    COMMITTED,
    /** {@link Reservation#cancel} said that nothing was. */
    CANCELLED,
    /** Nobody said anything by the deadline: the estimate stays charged. */
    EXPIRED,
    /** It was never admitted: there was nothing to settle. */
    REFUSED
  }
}
