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
  private final List<Listed> listed = new ArrayList<>();

  /**
   * A counter that each key has of a group on the page.
   *
   * @param endpoints that share it; none for {@code other}
   */
  record Listed(Group group, List<Endpoint> endpoints, LimitSet limits) {}

  /**
   * @param file with its periods as they are enforced
   */
  public RunningPolicy(PolicyFile file, Limiter limiter, GatewayConfig config) {
    this.file = file;
    this.published = PublishedPolicy.of(file);
    this.requestFields = new RequestFields(file.gate(), config);
    this.page = config.switches().page() ? new PublishedPage(file) : null;
    this.limits = new PolicyLimits(file.policy(), limiter);
    list(file.policy());
  }

  private void list(Policy policy) {
    int index = 0;
    for (Group group : policy.groups()) {
      List<Endpoint> endpoints = group.endpoints();
      boolean shared = group.counter() == CounterScope.SHARED;
      for (int i = 0; group.published() && i < (shared ? 1 : endpoints.size()); i++) {
        listed.add(
            new Listed(
                group, shared ? endpoints : List.of(endpoints.get(i)), limits.of(index + i)));
      }
      index += endpoints.size();
    }
    if (policy.other().published()) {
      listed.add(new Listed(policy.other(), List.of(), limits.other()));
    }
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

  /** The counters that each key has of what the page lists, in its order. */
  List<Listed> listed() {
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
