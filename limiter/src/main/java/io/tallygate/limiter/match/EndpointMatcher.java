package io.tallygate.limiter.match;

import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** Finds the endpoint that a request means. Compiled once per policy; immutable. */
public final class EndpointMatcher {

  private static final Match OTHER = new Match.Other();

  private final List<Match> matches = new ArrayList<>();

  private EndpointMatcher(Policy policy) {
    int index = 0;
    for (Group group : policy.groups()) {
      for (Endpoint endpoint : group.endpoints()) {
        matches.add(new Match.Named(index++, group, endpoint));
      }
    }
  }

  public static EndpointMatcher of(Policy policy) {
    return new EndpointMatcher(policy);
  }

  /**
   * Matches a request.
   *
   * @param method as sent; {@code HEAD} counts as {@code GET}
   * @param path as sent, from its first slash, without the query
   */
  public Match match(String method, String path) {
    return OTHER;
  }
}
