package io.tallygate.policy.page;

import io.tallygate.limiter.LimitState;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import java.util.List;

/**
 * How one key stands, for the page that it asks for. Immutable.
 *
 * @param keyId the key's id, no secret
 * @param atSecond Unix second of the reading
 */
public record KeyUsage(String keyId, long atSecond, List<Counter> counters) {

  /**
   * What one counter of the key says.
   *
   * @param endpoints that share it: the group's, or one of them where the group counts each
   * @param limits the group's, in its order
   */
  public record Counter(Group group, List<Endpoint> endpoints, List<OwnLimit> limits) {

    public Counter {
      endpoints = List.copyOf(endpoints);
      limits = List.copyOf(limits);
    }
  }

  /**
   * How the key stands with one limit.
   *
   * @param limit with the key's own number
   * @param state as a decision that peeks tells it
   */
  public record OwnLimit(Limit limit, LimitState state) {}

  public KeyUsage {
    counters = List.copyOf(counters);
  }
}
