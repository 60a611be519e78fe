package io.tallygate.policy;

import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.policy.Patterns.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What changes for a customer when one policy file takes the place of another. Immutable.
 *
 * @param changes in the order of groups, endpoints, settings; empty if nobody would notice
 */
public record PolicyDiff(List<Change> changes) {

  /** What kind of thing changes, and which way. */
  public enum Kind {
    /** A group is there that was not. */
    GROUP_ADDED,
    /** A group is gone; what it counted counts elsewhere. */
    GROUP_REMOVED,
    /** A limit allows more calls, counted in the same way. */
    LIMIT_RAISED,
    /** A limit allows fewer calls, counted in the same way. */
    LIMIT_LOWERED,
    /** A limit has another period or algorithm, or allows more at once and fewer in all. */
    LIMIT_CHANGED,
    /** A group has one more limit. */
    LIMIT_ADDED,
    /** A group has one limit less. */
    LIMIT_REMOVED,
    /** Calls of an endpoint count in another group, or need a key where they needed none. */
    ENDPOINT_MOVED,
    /** Something else about a group. */
    GROUP_SETTING,
    /** Something about the whole file. */
    SETTING;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * One change.
   *
   * @param subject the group, limit, endpoint or field
   * @param before empty for what was not there
   * @param after empty for what is gone
   */
  public record Change(Kind kind, String subject, String before, String after) {}

  private record Changes(List<Change> list) {
    void compare(Kind kind, String subject, String before, String after) {
      if (!before.equals(after)) {
        list.add(new Change(kind, subject, before, after));
      }
    }
  }

  public PolicyDiff {
    changes = List.copyOf(changes);
  }

  public static PolicyDiff of(PolicyFile before, PolicyFile after) {
    Changes changes = new Changes(new ArrayList<>());
    groups(before.policy(), after.policy(), changes);
    endpoints(before.policy(), after.policy(), changes);
    Map<String, String> old = PolicyTable.settings(before);
    Map<String, String> now = PolicyTable.settings(after);
    old.remove(Patterns.OPEN); // each is told as an endpoint
    now.remove(Patterns.OPEN);
    for (String name : union(old.keySet(), now.keySet())) {
      changes.compare(Kind.SETTING, name, old.getOrDefault(name, ""), now.getOrDefault(name, ""));
    }
    return new PolicyDiff(changes.list());
  }

  private static void groups(Policy before, Policy after, Changes changes) {
    Map<String, Group> old = byName(before);
    Map<String, Group> now = byName(after);
    for (Group group : old.values()) {
      Group successor = now.get(group.name());
      if (successor == null) {
        changes.list().add(new Change(Kind.GROUP_REMOVED, group.name(), summary(group), ""));
      } else {
        group(group, successor, changes);
      }
    }
    for (Group group : now.values()) {
      if (!old.containsKey(group.name())) {
        changes.list().add(new Change(Kind.GROUP_ADDED, group.name(), "", summary(group)));
      }
    }
  }

  private static void group(Group before, Group after, Changes changes) {
    String name = before.name();
    Map<String, Limit> old = limits(before);
    Map<String, Limit> now = limits(after);
    for (String limit : union(old.keySet(), now.keySet())) {
      limit(
          name, Optional.ofNullable(old.get(limit)), Optional.ofNullable(now.get(limit)), changes);
    }
    changes.compare(Kind.GROUP_SETTING, name + " counter", counter(before), counter(after));
    changes.compare(
        Kind.GROUP_SETTING,
        name + " published",
        Boolean.toString(before.published()),
        Boolean.toString(after.published()));
    changes.compare(Kind.GROUP_SETTING, name + " note", before.note(), after.note());
  }

  private static void limit(
      String group, Optional<Limit> before, Optional<Limit> after, Changes changes) {
    if (before.equals(after)) {
      return;
    }
    Kind kind = before.isEmpty() ? Kind.LIMIT_ADDED : Kind.LIMIT_REMOVED;
    if (before.isPresent() && after.isPresent()) {
      kind = kind(before.get(), after.get());
    }
    String limit = before.or(() -> after).map(Limit::name).orElseThrow();
    changes
        .list()
        .add(
            new Change(
                kind,
                limit.equals(group) ? group : group + "/" + limit,
                before.map(l -> LimitText.of(l).toString()).orElse(""),
                after.map(l -> LimitText.of(l).toString()).orElse("")));
  }

  /** Which way two limits of one name differ. */
  private static Kind kind(Limit before, Limit after) {
    if (!before.period().equals(after.period()) || before.algorithm() != after.algorithm()) {
      return Kind.LIMIT_CHANGED;
    }
    if (before.count() <= after.count() && before.burst() <= after.burst()) {
      return Kind.LIMIT_RAISED;
    }
    return before.count() >= after.count() && before.burst() >= after.burst()
        ? Kind.LIMIT_LOWERED
        : Kind.LIMIT_CHANGED;
  }

  /** Where calls of each endpoint count: of those that either file names. */
  private static void endpoints(Policy before, Policy after, Changes changes) {
    Map<String, Pattern> old = byShape(before);
    Map<String, Pattern> now = byShape(after);
    Map<String, Pattern> named = new LinkedHashMap<>(old);
    now.forEach(named::putIfAbsent);
    named.forEach(
        (shape, pattern) ->
            changes.compare(
                Kind.ENDPOINT_MOVED,
                pattern.endpoint().toString(),
                old.containsKey(shape) ? old.get(shape).home() : fallback(before, pattern),
                now.containsKey(shape) ? now.get(shape).home() : fallback(after, pattern)));
  }

  /** Where an endpoint counts that a policy does not name. */
  private static String fallback(Policy policy, Pattern pattern) {
    List<Pattern> matching =
        Patterns.matching(policy, pattern.endpoint().method(), pattern.endpoint().segments());
    return matching.isEmpty() ? GroupReader.OTHER : matching.get(0).home();
  }

  private static Map<String, Pattern> byShape(Policy policy) {
    Map<String, Pattern> patterns = new LinkedHashMap<>();
    for (Pattern pattern : Patterns.all(policy)) {
      patterns.put(Policy.shape(pattern.endpoint(), policy.pathCase()), pattern);
    }
    return patterns;
  }

  private static Map<String, Group> byName(Policy policy) {
    Map<String, Group> groups = new LinkedHashMap<>();
    policy.all().forEach(group -> groups.put(group.name(), group));
    return groups;
  }

  private static Map<String, Limit> limits(Group group) {
    Map<String, Limit> limits = new LinkedHashMap<>();
    group.limits().forEach(limit -> limits.put(limit.name(), limit));
    return limits;
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> union = new TreeSet<>(a);
    union.addAll(b);
    return union;
  }

  private static String summary(Group group) {
    return String.join(", ", PolicyTable.limits(group));
  }

  private static String counter(Group group) {
    return group.counter() == CounterScope.SHARED ? "shared" : "each-endpoint";
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** One line per change; empty if there is none. */
  public String text() {
    return Columns.of(
        changes.stream()
            .map(
                change ->
                    List.of(
                        change.kind().word(),
                        change.subject(),
                        shown(change.before()) + " -> " + shown(change.after())))
            .toList());
  }

  private static String shown(String value) {
    return value.isEmpty() ? "(none)" : value;
  }
}
