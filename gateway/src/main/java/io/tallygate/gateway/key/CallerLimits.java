package io.tallygate.gateway.key;

import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.Resolution.Resolved;
import io.tallygate.limiter.policy.LimitOverride;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A key's limits from now on, as the limiter takes them.
 *
 * @param overrides of each limit one after the other in time
 * @param untilSecond from which they are to be made anew, {@link Term#NO_END} for never
 */
public record CallerLimits(List<LimitOverride> overrides, long untilSecond) {

  /*
   *   rules      ------[ x2 from Monday until Friday )------
   *   overrides        | 500 until Monday | 1000 until Friday | 500 until untilSecond
   *
   * The limiter takes the first override that has not ended, so what is made here in advance is in
   * force exactly to the second, and a refusal tells of a raise to come. How far in advance is
   * bounded; with the usual one or two terms it is for ever.
   */

  /** How many beginnings and ends are made in advance. */
  static final int CHANGES_MAX = 4;

  public CallerLimits {
    overrides = List.copyOf(overrides);
  }

  /** Resolves the rules from a second on. */
  public static CallerLimits of(List<PublishedLimit> policy, Levels levels, long fromSecond) {
    if (levels.equals(Levels.NONE)) {
      return new CallerLimits(List.of(), Term.NO_END);
    }
    Map<String, List<LimitOverride>> byLimit = new HashMap<>();
    long second = fromSecond;
    for (int i = 0; i < CHANGES_MAX && second < Term.NO_END; i++) {
      Resolution resolution = Resolution.of(policy, levels, second);
      for (Resolved resolved : resolution.limits()) {
        extend(byLimit, resolved, resolution.nextChangeSecond());
      }
      second = resolution.nextChangeSecond();
    }
    List<LimitOverride> overrides = new ArrayList<>();
    for (PublishedLimit limit : policy) {
      List<LimitOverride> own = byLimit.getOrDefault(limit.name(), List.of());
      boolean isPolicys = own.size() == 1 && own.get(0).count() == limit.count();
      overrides.addAll(isPolicys ? List.of() : own);
    }
    return new CallerLimits(overrides, second);
  }

  private static void extend(
      Map<String, List<LimitOverride>> byLimit, Resolved resolved, long untilSecond) {
    String name = resolved.limit().name();
    List<LimitOverride> own = byLimit.computeIfAbsent(name, limit -> new ArrayList<>());
    boolean isSame = !own.isEmpty() && own.get(own.size() - 1).count() == resolved.count();
    if (isSame) {
      own.remove(own.size() - 1);
    }
    own.add(new LimitOverride(name, resolved.count(), untilSecond));
  }
}
