package io.tallygate.command;

import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.SqliteKeys;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.yaml.Nearest;
import io.tallygate.policy.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What groups and limits there are: as the server last said, or as a policy says. */
final class KnownLimits {

  private final PublishedPolicy policy;

  private KnownLimits(PublishedPolicy policy) {
    this.policy = policy;
  }

  /** What a server that enforces this file tells the commands. */
  static PublishedPolicy published(PolicyFile file) {
    List<PublishedLimit> limits = new ArrayList<>();
    for (Group group : file.policy().all()) {
      for (Limit limit : group.limits()) {
        limits.add(new PublishedLimit(group.name(), limit.name(), limit.count(), limit.period()));
      }
    }
    return new PublishedPolicy(file.gate().keyPrefix(), limits);
  }

  /**
   * What is known of the server's policy.
   *
   * @throws CommandFailed if no server ever ran with these keys and no policy is set
   */
  static KnownLimits of(SqliteKeys keys, Settings settings) {
    return find(keys, settings).orElseThrow(() -> unknown(settings));
  }

  static CommandFailed unknown(Settings settings) {
    return new CommandFailed(
        "policy is not known yet; start `tallygate serve` once with this --data, or give"
            + " --policy FILE: data="
            + settings.path(Setting.DATA));
  }

  static Optional<KnownLimits> find(SqliteKeys keys, Settings settings) {
    Optional<PublishedPolicy> published = keys.published();
    if (published.isEmpty() && settings.isSet(Setting.POLICY)) {
      published = Optional.of(published(Policies.load(settings)));
    }
    return published.map(KnownLimits::new);
  }

  String keyPrefix() {
    return policy.keyPrefix();
  }

  /**
   * The limit that GROUP or GROUP/NAME means.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  PublishedLimit limit(String text) {
    int slash = text.indexOf('/');
    String group = slash < 0 ? text : text.substring(0, slash);
    requireGroup(group);
    String name = slash < 0 ? group : text.substring(slash + 1);
    return policy.limits().stream()
        .filter(limit -> limit.group().equals(group) && limit.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no such limit in the group: limit="
                        + Problems.shown(text)
                        + Nearest.hintOrAll(text, texts(group))));
  }

  /**
   * Refuses what is no group.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  void requireGroup(String group) {
    List<String> groups = policy.limits().stream().map(PublishedLimit::group).distinct().toList();
    if (!groups.contains(group)) {
      throw new IllegalArgumentException(
          "no such group in the policy: group="
              + Problems.shown(group)
              + Nearest.hintOrAll(group, groups));
    }
  }

  Optional<PublishedLimit> byName(String name) {
    return policy.limits().stream().filter(limit -> limit.name().equals(name)).findFirst();
  }

  /** As it is given to {@code limit set}. */
  static String text(PublishedLimit limit) {
    return limit.name().equals(limit.group()) ? limit.group() : limit.group() + "/" + limit.name();
  }

  private List<String> texts(String group) {
    return policy.limits().stream()
        .filter(limit -> limit.group().equals(group))
        .map(KnownLimits::text)
        .toList();
  }
}
