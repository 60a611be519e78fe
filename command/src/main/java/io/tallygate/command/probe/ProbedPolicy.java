package io.tallygate.command.probe;

import io.tallygate.command.probe.Finding.Told;
import io.tallygate.command.probe.Finding.Topic;
import io.tallygate.limiter.match.EndpointMatcher;
import io.tallygate.limiter.match.Match;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.policy.Gate;
import io.tallygate.policy.PolicyFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A policy with the answers of a probe.
 *
 * @param file empty if no endpoint's limit and period are known
 * @param leftOut what is not in it, one line each, with the reason
 */
public record ProbedPolicy(Optional<PolicyFile> file, List<String> leftOut) {

  private static final String UNKNOWN = ": its limit or its period was not found";

  public ProbedPolicy {
    leftOut = List.copyOf(leftOut);
  }

  /** A number of calls in a period, as found for some paths that share a counter. */
  private record Quota(List<String> paths, long count, long periodSeconds) {

    Limit named(String name) {
      return new Limit(name, count, Duration.ofSeconds(periodSeconds));
    }
  }

  /** A new policy: a group for each counter that was seen. */
  public static ProbedPolicy fresh(List<String> paths, List<Finding> findings) {
    List<String> leftOut = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    Set<String> names = new HashSet<>(Set.of("other"));
    for (Quota quota : quotas(paths, findings, leftOut)) {
      List<Endpoint> endpoints = new ArrayList<>();
      for (String path : quota.paths()) {
        endpoint(path)
            .ifPresentOrElse(
                endpoints::add, () -> leftOut.add("GET " + path + ": a pattern cannot say it"));
      }
      if (!endpoints.isEmpty()) {
        String name = name(endpoints.get(0), names);
        groups.add(Group.of(name, List.of(quota.named(name)), endpoints));
      }
    }
    Optional<Limit> smallest =
        groups.stream()
            .map(group -> group.limits().get(0))
            .min(Comparator.comparingLong(Limit::count));
    return new ProbedPolicy(smallest.map(limit -> file(groups, limit, window(findings))), leftOut);
  }

  private static PolicyFile file(List<Group> groups, Limit smallest, Optional<WindowStart> window) {
    Limit other = new Limit("other", smallest.count(), smallest.period());
    Policy policy =
        new Policy(
            groups,
            new Group("other", List.of(other), List.of(), CounterScope.SHARED, false, ""),
            List.of(),
            window.orElse(WindowStart.FIRST_CALL),
            PathCase.IGNORED,
            OnFull.DENY);
    return new PolicyFile("Rate limits", "", policy, Gate.DEFAULT, Map.of());
  }

  /** A policy in which the numbers that were seen take the place of its own. */
  public static ProbedPolicy amended(PolicyFile file, List<String> paths, List<Finding> findings) {
    List<String> leftOut = new ArrayList<>();
    Policy policy = file.policy();
    EndpointMatcher matcher = EndpointMatcher.of(policy);
    for (Quota quota : quotas(paths, findings, leftOut)) {
      for (String path : quota.paths()) {
        Match match = matcher.match("GET", bare(path));
        if (match instanceof Match.Named named) {
          policy = with(policy, named.group().name(), quota, leftOut);
        } else if (match instanceof Match.Other) {
          policy = with(policy, policy.other().name(), quota, leftOut);
        } else {
          leftOut.add("GET " + path + ": the policy has no limit of the key for it");
        }
      }
    }
    Policy amended = with(policy, window(findings).orElse(policy.window()));
    return new ProbedPolicy(Optional.of(file.withPolicy(amended)), leftOut);
  }

  private static Policy with(Policy policy, WindowStart window) {
    return new Policy(
        policy.groups(), policy.other(), policy.open(), window, policy.pathCase(), policy.onFull());
  }

  private static Policy with(Policy policy, String name, Quota quota, List<String> leftOut) {
    Function<Group, Group> amend =
        group -> group.name().equals(name) ? with(group, quota, leftOut) : group;
    return new Policy(
        policy.groups().stream().map(amend).toList(),
        amend.apply(policy.other()),
        policy.open(),
        policy.window(),
        policy.pathCase(),
        policy.onFull());
  }

  /** Only a group with one limit is amended: which of several was seen is not known. */
  private static Group with(Group group, Quota quota, List<String> leftOut) {
    if (group.limits().size() > 1) {
      String line = group.name() + ": has several limits, and they were left as they are";
      if (!leftOut.contains(line)) {
        leftOut.add(line);
      }
      return group;
    }
    return group.withLimits(List.of(quota.named(group.limits().get(0).name())));
  }

  private static Optional<WindowStart> window(List<Finding> findings) {
    Set<String> starts = new HashSet<>();
    for (Finding finding : findings) {
      if (finding.topic() == Finding.Topic.WINDOW && finding instanceof Told told) {
        starts.add(told.answer());
      }
    }
    if (starts.size() != 1) {
      return Optional.empty();
    }
    return switch (starts.iterator().next()) {
      case "clock" -> Optional.of(WindowStart.CLOCK);
      case "first-call" -> Optional.of(WindowStart.FIRST_CALL);
      default -> Optional.empty();
    };
  }

  private static List<Quota> quotas(
      List<String> paths, List<Finding> findings, List<String> leftOut) {
    List<Quota> quotas = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (String path : paths) {
      if (done.contains(path)) {
        continue;
      }
      List<String> sharing =
          told(findings, Topic.COUNTER, path)
              .filter(told -> told.answer().equals("shared"))
              .map(Told::paths)
              .orElse(List.of(path));
      done.addAll(sharing);
      Optional<Long> count = number(findings, Topic.LIMIT, path, Limit.COUNT_MAX);
      Optional<Long> period = number(findings, Topic.PERIOD, path, Limit.PERIOD_MAX.toSeconds());
      if (count.isPresent() && period.isPresent()) {
        quotas.add(new Quota(sharing, count.get(), period.get()));
      } else {
        sharing.forEach(it -> leftOut.add("GET " + it + UNKNOWN));
      }
    }
    return quotas;
  }

  private static Optional<Long> number(List<Finding> findings, Topic topic, String path, long max) {
    return told(findings, topic, path)
        .map(told -> Long.parseLong(told.answer()))
        .filter(number -> number >= 1 && number <= max);
  }

  private static Optional<Told> told(List<Finding> findings, Topic topic, String path) {
    return findings.stream()
        .filter(it -> it.topic() == topic && it.paths().contains(path))
        .filter(it -> it instanceof Told)
        .map(it -> (Told) it)
        .findFirst();
  }

  private static String bare(String path) {
    return path.replaceFirst("\\?.*", "");
  }

  private static Optional<Endpoint> endpoint(String path) {
    try {
      return Optional.of(Endpoint.parse("GET " + bare(path)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** After the last word of the path; where that is taken, with a number behind it. */
  private static String name(Endpoint endpoint, Set<String> taken) {
    String last =
        endpoint.segments().isEmpty()
            ? "root"
            : endpoint.segments().get(endpoint.segments().size() - 1);
    String word =
        last.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]", "-")
            .replaceFirst("^[^a-z0-9]+", "");
    String base = word.isEmpty() ? "group" : word.substring(0, Math.min(word.length(), 50));
    String name = base;
    for (int i = 2; !taken.add(name); i++) {
      name = base + "-" + i;
    }
    return name;
  }
}
