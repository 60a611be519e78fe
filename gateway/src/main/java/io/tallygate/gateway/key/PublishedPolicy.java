package io.tallygate.gateway.key;

import java.time.Duration;
import java.util.List;

/**
 * What the commands may know about the policy that a running server enforces.
 *
 * @param keyPrefix of the keys that are issued
 * @param limits of all groups, in the order of the policy
 */
public record PublishedPolicy(String keyPrefix, List<PublishedLimit> limits) {

  public PublishedPolicy {
    limits = List.copyOf(limits);
  }

  /**
   * One limit of a group.
   *
   * @param name the group's for its first limit, else the limit's own
   * @param period as the policy says, however long an hour lasts in the server
   */
  public record PublishedLimit(String group, String name, long count, Duration period) {}
}
