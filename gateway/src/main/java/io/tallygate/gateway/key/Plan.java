package io.tallygate.gateway.key;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.policy.Limit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A named set of limits that keys and owners can be on.
 *
 * @param name see {@link Limit#NAME}
 * @param rules at most {@link #RULES_MAX}, one a target, always in force
 * @param createdSecond Unix seconds
 */
public record Plan(String name, List<LimitRule> rules, long createdSecond, Version version) {

  public static final int RULES_MAX = 1_000;

  public Plan {
    rules = List.copyOf(rules);
    requireName(name);
    requireRules(rules);
  }

  /** Refuses what cannot be a plan's name. */
  public static void requireName(String name) {
    require(
        Limit.NAME.matcher(name).matches(),
        "plan must be 1 to 64 of a-z 0-9 . _ - and start with a letter or digit: length=%s",
        name.length());
  }

  /** Refuses what cannot be the rules of a plan. */
  public static void requireRules(List<LimitRule> rules) {
    require(
        rules.size() <= RULES_MAX,
        "plan must have at most %s limits: limits=%s",
        RULES_MAX,
        rules.size());
    Set<Target> targets = new HashSet<>();
    for (LimitRule rule : rules) {
      require(rule.term().equals(Term.ALWAYS), "limit of a plan must have no term: limit=%s", rule);
      require(targets.add(rule.target()), "limit stands twice: limit=%s", rule.target());
    }
  }
}
