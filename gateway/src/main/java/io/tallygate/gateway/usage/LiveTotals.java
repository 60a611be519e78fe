package io.tallygate.gateway.usage;

import java.util.List;

/**
 * What this gateway has counted since it started.
 *
 * @param second when that was read, Unix
 * @param sinceSecond when it started, Unix
 * @param groups the most called first; calls without a key are among them
 */
public record LiveTotals(long second, long sinceSecond, List<GroupCounts> groups) {

  public LiveTotals {
    groups = List.copyOf(groups);
  }

  /** Over all groups. */
  public Counts all() {
    return groups.stream().map(GroupCounts::counts).reduce(Counts.NONE, Counts::plus);
  }
}
