package io.tallygate.policy.door;

import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.match.EndpointMatcher;
import io.tallygate.limiter.match.Match;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * A policy made ready for the calls of keys: which limits a request meets. Counters belong to
 * names, not to versions of the policy, so counts carry on. Immutable.
 */
public final class PolicyLimits {

  private final EndpointMatcher matcher;
  private final List<LimitSet> named = new ArrayList<>(); // by the endpoint's index
  private final LimitSet other;

  public PolicyLimits(Policy policy, Limiter limiter) {
    this.matcher = EndpointMatcher.of(policy);
    for (Group group : policy.groups()) {
      LimitSet shared = limiter.limits(group, policy.window());
      for (Endpoint endpoint : group.endpoints()) {
        named.add(
            group.counter() == CounterScope.SHARED
                ? shared
                : limiter.limits(group, endpoint, policy.window()));
      }
    }
    this.other = limiter.limits(policy.other(), policy.window());
  }

  /** What a request means, as {@link EndpointMatcher#match} says. */
  public Match match(String method, String path) {
    return matcher.match(method, path);
  }

  /** The limits that a key's call meets. */
  public LimitSet of(Match match) {
    return match instanceof Match.Named endpoint ? of(endpoint.index()) : other;
  }

  /**
   * The limits of an endpoint.
   *
   * @param index see {@link Match.Named}
   */
  public LimitSet of(int index) {
    return named.get(index);
  }

  /** The limits of what no group names. */
  public LimitSet other() {
    return other;
  }

  /** All counters of a group: one, or one an endpoint. Empty if there is no such group. */
  public List<LimitSet> of(String group) {
    if (other.group().equals(group)) {
      return List.of(other);
    }
    return named.stream().filter(set -> set.group().equals(group)).distinct().toList();
  }
}
