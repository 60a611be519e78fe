package io.tallygate.gateway.usage.trial;

import io.tallygate.gateway.key.Term;

/** Tries edited policies on recorded usage. Thread-safe; may wait for the database. */
public interface Trials {

  /** The longest time of which rows are kept. */
  long TERM_SECONDS_MAX = 90 * 86_400L;

  /**
   * Tries one; nothing is enforced or kept.
   *
   * @param policy the text of the policy file
   * @param term of the rows, with an end, at most {@link #TERM_SECONDS_MAX}; its ends are moved to
   *     whole hours, outwards
   * @throws io.tallygate.policy.PolicyException saying what is wrong with the file
   * @throws IllegalArgumentException if the term is too long or has too many rows
   * @throws io.tallygate.gateway.key.DataException if the rows cannot be read
   */
  Trial of(String policy, Term term);
}
