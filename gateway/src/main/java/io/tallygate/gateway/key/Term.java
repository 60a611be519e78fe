package io.tallygate.gateway.key;

import static io.tallygate.limiter.check.Checks.require;

/**
 * When a rule is in force: from a Unix second, and no longer at another.
 *
 * @param fromSecond 0 for since ever
 * @param untilSecond {@link #NO_END} for ever
 */
public record Term(long fromSecond, long untilSecond) {

  public static final long NO_END = Long.MAX_VALUE;
  public static final Term ALWAYS = new Term(0, NO_END);

  public Term {
    require(
        fromSecond >= 0 && fromSecond < untilSecond,
        "until must be later than from: from=%s until=%s",
        fromSecond,
        untilSecond);
  }

  public boolean contains(long second) {
    return fromSecond <= second && second < untilSecond;
  }

  /** The next second at which it begins or ends, {@link #NO_END} for none. */
  long nextChangeAfter(long second) {
    return fromSecond > second ? fromSecond : untilSecond > second ? untilSecond : NO_END;
  }
}
