package io.tallygate.gateway.usage;

import java.util.List;

/**
 * How a caller stands now.
 *
 * @param second at which it was read, Unix
 * @param groups of the policy in force, in its order
 */
public record CallerStanding(String caller, long second, List<GroupStanding> groups) {

  public CallerStanding {
    groups = List.copyOf(groups);
  }
}
