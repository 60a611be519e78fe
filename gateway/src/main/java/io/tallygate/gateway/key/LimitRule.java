package io.tallygate.gateway.key;

/**
 * One line of a plan, or of what a key or an owner has been given: this limit, this much, at this
 * time. Of several for one target that are in force, the one that began last holds.
 */
public record LimitRule(Target target, Amount amount, Term term) {

  /** A rule that is always in force, as all rules of plans are. */
  public static LimitRule always(Target target, Amount amount) {
    return new LimitRule(target, amount, Term.ALWAYS);
  }
}
