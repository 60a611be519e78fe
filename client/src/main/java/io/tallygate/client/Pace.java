package io.tallygate.client;

import static io.tallygate.limiter.check.Checks.require;

/**
 * How the rest of a window is spent.
 *
 * @param spread at once, or evenly
 * @param reserve units of each window that this client leaves to others, 0 to a billion
 */
public record Pace(Spread spread, long reserve) {

  /** Calls go out as they come until the window is spent; then they wait for the next. */
  public static final Pace BURST = new Pace(Spread.BURST, 0);

  /** Calls go out at even distances, so that what is left lasts until the window ends. */
  public static final Pace EVEN = new Pace(Spread.EVEN, 0);

  private static final long RESERVE_MAX = 1_000_000_000;

  /** Whether calls are held apart while units are left. */
  public enum Spread {
    BURST,
    EVEN
  }

  public Pace {
    require(
        reserve >= 0 && reserve <= RESERVE_MAX,
        "reserve must be 0 to 1000000000: reserve=%s",
        reserve);
  }

  /** As calls come, but the last {@code units} of each window are left to others. */
  public static Pace reserve(long units) {
    return BURST.reserving(units);
  }

  /** This pace, with the last {@code units} of each window left to others. */
  public Pace reserving(long units) {
    return new Pace(spread, units);
  }
}
