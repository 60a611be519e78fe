package io.tallygate.limiter.match;

import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;

/** What a method and a path mean to a policy. A matcher makes each of these once. */
public sealed interface Match {

  /**
   * An endpoint that the policy writes.
   *
   * @param index of the endpoint, counted over all groups in the order of the policy
   */
  record Named(int index, Group group, Endpoint endpoint) implements Match {}

  /** An endpoint that needs no key: every reading of the path is open. */
  record Open(Endpoint endpoint) implements Match {}

  /** No endpoint of the policy: the call counts in {@code other}. */
  record Other() implements Match {}

  /** Servers may read the path as different endpoints, so it is refused. */
  record Ambiguous() implements Match {}
}
