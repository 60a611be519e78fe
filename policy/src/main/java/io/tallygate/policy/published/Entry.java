package io.tallygate.policy.published;

import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.policy.LimitText;
import java.util.List;

/**
 * What a row says: these endpoints have these limits.
 *
 * @param name what the page calls the group; empty if it does not
 * @param endpoints empty for all that the page does not name
 * @param limits empty if they stand in the next row
 */
record Entry(
    String name,
    List<Endpoint> endpoints,
    List<LimitText> limits,
    CounterScope counter,
    String note) {

  Entry {
    endpoints = List.copyOf(endpoints);
    limits = List.copyOf(limits);
  }

  Entry withLimits(List<LimitText> value) {
    return new Entry(name, endpoints, value, counter, note);
  }
}
