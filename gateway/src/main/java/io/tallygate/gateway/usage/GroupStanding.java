package io.tallygate.gateway.usage;

import java.util.List;

/**
 * How a caller stands with a group.
 *
 * @param endpoint method and pattern, of a group that counts each endpoint; else empty
 * @param limits in the order of the policy; at least one
 * @param hour what was called of the group since the hour began, by all gateways
 */
public record GroupStanding(
    String group, String endpoint, List<LimitStanding> limits, Counts hour) {

  public GroupStanding {
    limits = List.copyOf(limits);
  }
}
