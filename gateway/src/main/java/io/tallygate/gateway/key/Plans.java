package io.tallygate.gateway.key;

import java.util.List;

/** What can be done with plans. What was done is on the disk when a method returns. */
public interface Plans {

  /** There are at most this many plans. */
  int PLANS_MAX = 1_000;

  /**
   * Makes a plan.
   *
   * @param rules see {@link Plan#requireRules}
   * @throws DataException if there is one of that name, or {@link #PLANS_MAX}; if a factor's result
   *     is out of range
   */
  Plan create(String name, List<LimitRule> rules);

  /**
   * The plan of a name.
   *
   * @throws DataException if there is none
   */
  Plan get(String name);

  /** By name. */
  List<Plan> list();

  /**
   * Gives a plan other rules, in place of all that it had.
   *
   * @param seen what the caller has read of it
   * @throws DataException if there is no such plan, it was changed since, or a factor's result is
   *     out of range
   */
  Plan set(String name, List<LimitRule> rules, Version seen);

  /**
   * Removes a plan.
   *
   * @throws DataException if there is no such plan, it was changed since, or keys or owners are on
   *     it
   */
  void remove(String name, Version seen);
}
