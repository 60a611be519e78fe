package io.tallygate.command;

import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.Target;
import io.tallygate.policy.yaml.Nearest;
import io.tallygate.policy.yaml.Problems;
import java.util.List;
import java.util.Optional;

/** What groups and limits there are: as the server last said, or as a policy says. */
final class KnownLimits {

  private final PublishedPolicy policy;

  private KnownLimits(PublishedPolicy policy) {
    this.policy = policy;
  }

  /**
   * What is known of the server's policy.
   *
   * @throws CommandFailed if no server ever ran with these keys and no policy is set
   */
  static KnownLimits of(Administration administration, Settings settings) {
    return find(administration, settings).orElseThrow(() -> unknown(settings));
  }

  static CommandFailed unknown(Settings settings) {
    return new CommandFailed(
        "policy is not known yet; start `tallygate serve` once with this --data, or give"
            + " --policy FILE: data="
            + settings.path(Setting.DATA));
  }

  static Optional<KnownLimits> find(Administration administration, Settings settings) {
    Optional<PublishedPolicy> published = administration.published();
    if (published.isEmpty() && settings.isSet(Setting.POLICY)) {
      published = Optional.of(PublishedPolicy.of(Policies.load(settings)));
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

  /** The one limit that a target means; empty for all and for what the policy has not. */
  Optional<PublishedLimit> find(Target target) {
    return policy.limits().stream()
        .filter(limit -> !target.isAll() && target.covers(limit))
        .findFirst();
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
