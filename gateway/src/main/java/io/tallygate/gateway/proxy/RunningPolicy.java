package io.tallygate.gateway.proxy;

import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.page.PublishedPage;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.match.Match;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.door.PolicyLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of the policy, made ready for calls. Each call uses one version from its head to its
 * response. Counters belong to names, not to versions, so counts carry on. Immutable.
 */
public final class RunningPolicy {

  private final PolicyFile file;
  private final PublishedPolicy published;
  private final PolicyLimits limits;
  private final RequestFields requestFields;
  private final @Nullable PublishedPage page;
  private final List<KeyCounter> counters;
  private final List<KeyCounter> listed;

  /**
   * A counter that each key has.
   *
   * @param endpoints that share it; none for {@code other}
   */
  public record KeyCounter(Group group, List<Endpoint> endpoints, LimitSet limits) {

    public KeyCounter {
      endpoints = List.copyOf(endpoints);
    }

    /** Which of the group's endpoints it is for, where the group counts each; else empty. */
    public String endpoint() {
      boolean isEach = group.counter() == CounterScope.EACH_ENDPOINT && !endpoints.isEmpty();
      return isEach ? endpoints.get(0).toString() : "";
    }
  }

  /**
   * @param file with its periods as they are enforced
   */
  public RunningPolicy(PolicyFile file, Limiter limiter, GatewayConfig config) {
    this.file = file;
    this.published = PublishedPolicy.of(file);
    this.requestFields = new RequestFields(file.gate(), config);
    this.page = config.switches().page() ? new PublishedPage(file) : null;
    this.limits = new PolicyLimits(file.policy(), limiter);
    this.counters = counters(file.policy(), limits);
    this.listed = counters.stream().filter(one -> one.group().published()).toList();
  }

  private static List<KeyCounter> counters(Policy policy, PolicyLimits limits) {
    List<KeyCounter> counters = new ArrayList<>();
    int index = 0; // of the group's first endpoint
    for (Group group : policy.groups()) {
      List<Endpoint> endpoints = group.endpoints();
      if (group.counter() == CounterScope.EACH_ENDPOINT) {
        for (int i = 0; i < endpoints.size(); i++) {
          counters.add(new KeyCounter(group, List.of(endpoints.get(i)), limits.of(index + i)));
        }
      } else if (!endpoints.isEmpty()) {
        counters.add(new KeyCounter(group, endpoints, limits.of(index)));
      }
      index += endpoints.size();
    }
    counters.add(new KeyCounter(policy.other(), List.of(), limits.other()));
    return List.copyOf(counters);
  }

  public PolicyFile file() {
    return file;
  }

  /** The numbers that keys' limits are resolved from. */
  public PublishedPolicy published() {
    return published;
  }

  /** The page that customers read; null where it is not served. */
  @Nullable PublishedPage page() {
    return page;
  }

  /** All counters that each key has, in the policy's order. */
  public List<KeyCounter> counters() {
    return counters;
  }

  /** Those of them that the page lists. */
  List<KeyCounter> listed() {
    return listed;
  }

  RequestFields requestFields() {
    return requestFields;
  }

  Match match(String method, String path) {
    return limits.match(method, path);
  }

  /** The limits that a key's call meets. */
  LimitSet limits(Match match) {
    return limits.of(match);
  }

  /** All counters of a group: one, or one an endpoint. Empty if there is no such group. */
  public List<LimitSet> limitsOf(String group) {
    return limits.of(group);
  }
}
