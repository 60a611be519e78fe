package io.tallygate.policy.published;

import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.policy.LimitText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The groups of a page, as its rows come; what a row adds to another is put together. */
final class Groups {

  private final PathCase pathCase;
  private final Remarks remarks;
  private final Map<Set<String>, Entry> entries = new LinkedHashMap<>(); // by shapes
  private final Map<String, Set<String>> owners = new HashMap<>(); // of each shape
  private final List<LimitText> other = new ArrayList<>();

  Groups(PathCase pathCase, Remarks remarks) {
    this.pathCase = pathCase;
    this.remarks = remarks;
  }

  boolean isEmpty() {
    return entries.isEmpty() && other.isEmpty();
  }

  boolean hasOther() {
    return !other.isEmpty();
  }

  void add(Row row, Entry read) {
    if (read.endpoints().isEmpty()) {
      if (other.isEmpty()) {
        other.addAll(read.limits());
      } else if (!other.equals(read.limits())) {
        remarks.notUnderstood(row, "the limit of all other endpoints stands twice");
      }
      return;
    }
    Map<String, Endpoint> byShape = new LinkedHashMap<>();
    for (Endpoint endpoint : read.endpoints()) {
      if (byShape.putIfAbsent(Policy.shape(endpoint, pathCase), endpoint) != null) {
        remarks.add(row, "an endpoint stands twice: endpoint=" + endpoint);
      }
    }
    Set<String> shapes = new LinkedHashSet<>(byShape.keySet());
    Entry entry =
        new Entry(
            read.name(), List.copyOf(byShape.values()), read.limits(), read.counter(), read.note());
    Entry earlier = entries.get(shapes);
    if (earlier != null) {
      entries.put(shapes, again(row, earlier, entry));
    } else if (shapes.stream().anyMatch(owners::containsKey)) {
      remarks.notUnderstood(row, "an endpoint stands in two rows with different others");
    } else if (isFull(entry, shapes.size())) {
      remarks.notUnderstood(
          row,
          "a group must have at most %d limits, a policy %d groups and %d endpoints"
              .formatted(Group.LIMITS_MAX, Policy.GROUPS_MAX, Policy.ENDPOINTS_MAX));
    } else {
      entries.put(shapes, noted(row, entry));
      shapes.forEach(shape -> owners.put(shape, shapes));
    }
  }

  private boolean isFull(Entry entry, int endpoints) {
    return entry.limits().size() > Group.LIMITS_MAX
        || entries.size() == Policy.GROUPS_MAX
        || owners.size() + endpoints > Policy.ENDPOINTS_MAX;
  }

  /**
   * The same endpoints once more: another time, or another way to count, adds a limit; another
   * number for it is unclear.
   */
  private Entry again(Row row, Entry earlier, Entry entry) {
    List<LimitText> limits = new ArrayList<>(earlier.limits());
    for (LimitText limit : entry.limits()) {
      if (limits.contains(limit)) {
        continue;
      }
      if (limits.stream().anyMatch(known -> isRival(known, limit))
          || limits.size() == Group.LIMITS_MAX) {
        remarks.notUnderstood(
            row, "the endpoints stand twice, and it is not clear which limit holds");
        return earlier;
      }
      limits.add(limit);
    }
    if (limits.size() == earlier.limits().size()) {
      remarks.add(row, "the same limit stands twice");
    }
    return earlier.withLimits(limits);
  }

  private static boolean isRival(LimitText one, LimitText other) {
    return one.period().equals(other.period()) && one.algorithm() == other.algorithm();
  }

  private Entry noted(Row row, Entry entry) {
    if (entry.note().length() <= Group.NOTE_MAX && PlainText.isReadable(entry.note())) {
      return entry;
    }
    remarks.add(
        row, "the note is left out, it must have at most " + Group.NOTE_MAX + " characters");
    return new Entry(entry.name(), entry.endpoints(), entry.limits(), entry.counter(), "");
  }

  List<Group> groups(GroupNames names) {
    List<Group> groups = new ArrayList<>();
    for (Entry entry : entries.values()) {
      String name = names.of(entry.name(), entry.endpoints().get(0));
      groups.add(
          new Group(
              name,
              limits(name, entry.limits(), names),
              entry.endpoints(),
              entry.counter(),
              true,
              entry.note()));
    }
    return groups;
  }

  /** What all else shares. */
  Group other(GroupNames names, LimitText guess) {
    List<LimitText> limits = other.isEmpty() ? List.of(guess) : other;
    return new Group(
        "other", limits("other", limits, names), List.of(), CounterScope.SHARED, hasOther(), "");
  }

  private static List<Limit> limits(String group, List<LimitText> texts, GroupNames names) {
    List<Limit> limits = new ArrayList<>();
    for (LimitText text : texts) {
      limits.add(text.named(limits.isEmpty() ? group : names.of(group, text)));
    }
    return limits;
  }
}
