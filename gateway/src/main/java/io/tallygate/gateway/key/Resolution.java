package io.tallygate.gateway.key;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.Levels.Level;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.limiter.policy.Limit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a key's limits are at one second, and what made them so.
 *
 * @param limits of the policy, in its order
 * @param nextChangeSecond the first second after which a rule begins or ends; {@link Term#NO_END}
 *     if none does
 */
public record Resolution(List<Resolved> limits, long nextChangeSecond) {

  /*
   * The number goes up from level to level: policy, plan, owner, key. At each level at most one
   * rule speaks:
   *
   *   1 only rules that are in force
   *   2 a rule for the limit itself before one for all
   *   3 of those, the one that began last
   *
   * A number replaces what came from below; a factor multiplies it, rounded down. What comes out
   * is held to what the limit's algorithm can count at each level, 1 to 1,000,000,000 for windows:
   * a changed policy or plan may push a factor beyond, and a rule for all meets limits of each.
   */

  /**
   * One limit.
   *
   * @param steps from the policy's own number upwards; the last is the one in force
   */
  public record Resolved(PublishedLimit limit, List<Step> steps) {

    public Resolved {
      steps = List.copyOf(steps);
    }

    /** The limit as it is in force. */
    public Limit inForce() {
      return limit.limit().withCount(count());
    }

    /** The number in force. */
    public long count() {
      return steps.get(steps.size() - 1).count();
    }
  }

  /**
   * What a level made of the number.
   *
   * @param rule that spoke; empty for the policy's own
   */
  public record Step(Level level, Optional<LimitRule> rule, long count) {}

  public Resolution {
    limits = List.copyOf(limits);
  }

  /** Resolves. A pure function. */
  public static Resolution of(List<PublishedLimit> policy, Levels levels, long second) {
    Map<Level, Map<Target, LimitRule>> speaking = new HashMap<>();
    for (Level level : Level.values()) {
      speaking.put(level, inForce(levels.rules(level), second));
    }
    List<Resolved> limits = new ArrayList<>(policy.size());
    for (PublishedLimit limit : policy) {
      List<Step> steps = new ArrayList<>();
      steps.add(new Step(Level.POLICY, Optional.empty(), limit.count()));
      for (Level level : Level.values()) {
        long lower = steps.get(steps.size() - 1).count();
        speaker(speaking.getOrDefault(level, Map.of()), limit)
            .ifPresent(
                rule -> steps.add(new Step(level, Optional.of(rule), of(rule, lower, limit))));
      }
      limits.add(new Resolved(limit, steps));
    }
    return new Resolution(limits, nextChange(levels, second));
  }

  private static long of(LimitRule rule, long lower, PublishedLimit limit) {
    return Math.min(rule.amount().of(lower), limit.countMax());
  }

  /** Of each target the rule that holds. */
  private static Map<Target, LimitRule> inForce(List<LimitRule> rules, long second) {
    Map<Target, LimitRule> byTarget = new HashMap<>();
    for (LimitRule rule : rules) {
      if (rule.term().contains(second)) {
        byTarget.merge(rule.target(), rule, Resolution::later);
      }
    }
    return byTarget;
  }

  private static LimitRule later(LimitRule one, LimitRule other) {
    return one.term().fromSecond() >= other.term().fromSecond() ? one : other;
  }

  private static Optional<LimitRule> speaker(
      Map<Target, LimitRule> byTarget, PublishedLimit limit) {
    LimitRule own = byTarget.get(new Target(limit.group(), limit.name()));
    if (own != null || !limit.isFirst()) {
      return Optional.ofNullable(own);
    }
    return Optional.ofNullable(byTarget.get(Target.ALL));
  }

  /**
   * Refuses a rule whose result is out of the range of a limit, as things stand at a second.
   *
   * @param levels with the rule among them
   * @throws IllegalArgumentException naming the limit and the result
   */
  public static void requireInRange(
      List<PublishedLimit> policy, Levels levels, LimitRule rule, long second) {
    for (Resolved resolved : of(policy, levels, second).limits()) {
      List<Step> steps = resolved.steps();
      // A rule for all is held to what each can count: it names none.
      long most = rule.target().isAll() ? Limit.COUNT_MAX : resolved.limit().countMax();
      for (int i = 1; i < steps.size(); i++) {
        long result = rule.amount().exactly(steps.get(i - 1).count());
        require(
            !steps.get(i).rule().filter(rule::equals).isPresent()
                || (result >= 1 && result <= most),
            "limit must be 1 to %s: limit=%s amount=%s result=%s",
            most,
            resolved.limit().name(),
            rule.amount(),
            result);
      }
    }
  }

  private static long nextChange(Levels levels, long second) {
    return Stream.of(levels.plan(), levels.owner(), levels.key())
        .flatMap(List::stream)
        .mapToLong(rule -> rule.term().nextChangeAfter(second))
        .min()
        .orElse(Term.NO_END);
  }
}
