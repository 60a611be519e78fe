package io.tallygate.gateway.usage;

/**
 * How often it was called.
 *
 * @param admitted by the limits, whatever came of it
 * @param refused by the limits, or because the key is blocked
 * @param failed of the admitted ones, those that the API answered 5xx or could not be asked
 */
public record Counts(long admitted, long refused, long failed) {

  public static final Counts NONE = new Counts(0, 0, 0);

  public Counts plus(Counts other) {
    return new Counts(admitted + other.admitted, refused + other.refused, failed + other.failed);
  }

  /** All calls, admitted or not. */
  public long calls() {
    return admitted + refused;
  }
}
