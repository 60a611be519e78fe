package io.tallygate.gateway.key;

import java.util.List;

/**
 * All rules that a key's limits are resolved from, besides the policy: the higher level goes before
 * the lower.
 *
 * @param plan the rules of the key's plan, or of its owner's if it has none; the lowest level
 * @param owner what its owner was given
 * @param key what it was given itself; the highest level
 */
public record Levels(List<LimitRule> plan, List<LimitRule> owner, List<LimitRule> key) {

  public static final Levels NONE = new Levels(List.of(), List.of(), List.of());

  /** Where a number comes from, the lowest first. */
  public enum Level {
    POLICY,
    PLAN,
    OWNER,
    KEY
  }

  public Levels {
    plan = List.copyOf(plan);
    owner = List.copyOf(owner);
    key = List.copyOf(key);
  }

  List<LimitRule> rules(Level level) {
    return switch (level) {
      case POLICY -> List.of();
      case PLAN -> plan;
      case OWNER -> owner;
      case KEY -> key;
    };
  }
}
