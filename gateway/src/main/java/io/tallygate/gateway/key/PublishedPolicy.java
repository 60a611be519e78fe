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

  private static final long SMOOTH_PER_SECOND = 10_000; // see Limit

  public PublishedPolicy {
    limits = List.copyOf(limits);
  }

  /**
   * One limit of a group.
   *
   * @param limit bears the group's name if it is its first; its period is as the policy says,
   *     however long an hour lasts in the server
   */
  public record PublishedLimit(String group, Limit limit) {

    /** One that counts in windows. */
    public PublishedLimit(String group, String name, long count, Duration period) {
      this(group, new Limit(name, count, period));
    }

    public String name() {
      return limit.name();
    }

    public long count() {
      return limit.count();
    }

    public Duration period() {
      return limit.period();
    }

    /** The most that a rule may make of the number. */
    public long countMax() {
      return countMax(limit);
    }

    /** The most that another number of this limit can be. */
    public static long countMax(Limit limit) {
      return switch (limit.algorithm()) {
        case FIXED_WINDOW -> Limit.COUNT_MAX;
        case SLIDING_WINDOW ->
            Math.min(Limit.COUNT_MAX, Limit.SLIDING_MAX / limit.period().toMillis());
        case SMOOTH -> Math.min(Limit.COUNT_MAX, limit.period().toSeconds() * SMOOTH_PER_SECOND);
        case IN_FLIGHT -> Limit.IN_FLIGHT_MAX;
      };
    }

    /** Whether it is the one that the group's name alone means. */
    public boolean isFirst() {
      return group.equals(name());
    }
  }

  public static PublishedPolicy of(PolicyFile file) {
    List<PublishedLimit> limits = new ArrayList<>();
    for (Group group : file.policy().all()) {
      for (Limit limit : group.limits()) {
        limits.add(new PublishedLimit(group.name(), limit));
      }
    }
    return new PublishedPolicy(file.gate().keyPrefix(), limits);
  }
}
