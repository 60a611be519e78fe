package io.tallygate.gateway.key;

import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.PolicyFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be known of the policy that a running server enforces, wherever keys are administered.
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
  public record PublishedLimit(String group, String name, long count, Duration period) {

    /** Whether it is the one that the group's name alone means. */
    public boolean isFirst() {
      return group.equals(name);
    }
  }

  public static PublishedPolicy of(PolicyFile file) {
    List<PublishedLimit> limits = new ArrayList<>();
    for (Group group : file.policy().all()) {
      for (Limit limit : group.limits()) {
        limits.add(new PublishedLimit(group.name(), limit.name(), limit.count(), limit.period()));
      }
    }
    return new PublishedPolicy(file.gate().keyPrefix(), limits);
  }
}
