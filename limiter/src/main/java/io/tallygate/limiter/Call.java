package io.tallygate.limiter;

import static io.tallygate.limiter.check.Checks.require;

/**
 * One call to be decided.
 *
 * @param cost units of every limit, 0 to {@link #COST_MAX}; 0 never opens a window
 */
public record Call(Caller caller, LimitSet limits, long cost, Mode mode) {

  public static final long COST_MAX = 0xFFFF_FFFFL;

  /** Whether the decision is for real. */
  public enum Mode {
    /** An admitted call is counted. */
    CHARGE,
    /** Nothing is counted: what would be decided now. */
    PEEK
  }

  public Call {
    checkCost(cost);
  }

  static void checkCost(long cost) {
    if (cost < 0 || cost > COST_MAX) { // not require(), whose varargs box on every call
      require(false, "cost must be 0 to %s: cost=%s", COST_MAX, cost);
    }
  }

  Call withMode(Mode value) {
    return new Call(caller, limits, cost, value);
  }

  /** A call of cost one, for real. */
  public static Call of(Caller caller, LimitSet limits) {
    return new Call(caller, limits, 1, Mode.CHARGE);
  }

  /** What a call of cost one would meet. */
  public static Call peek(Caller caller, LimitSet limits) {
    return new Call(caller, limits, 1, Mode.PEEK);
  }
}
