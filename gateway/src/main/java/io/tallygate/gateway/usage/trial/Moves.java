package io.tallygate.gateway.usage.trial;

import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the calls of a recorded group may count under an edited policy. Immutable.
 *
 * @param targets of each group of the recorded policy; {@link #NOWHERE} for calls that the edited
 *     one makes open, or refuses to read
 * @param unrecorded groups that also get calls of which no caller was recorded
 */
record Moves(Map<String, Set<String>> targets, Set<String> unrecorded) {

  /*
   * Recorded is the group, not the endpoint. Where both policies have the same patterns, a call
   * matches the same one in both, and goes where that has gone. Where they have not, a pattern that
   * came may take calls from each that it overlaps and from the group of all others, and the calls
   * of one that left go to whatever overlaps it. This says at times that calls may go where none
   * can; it never leaves a way out, so bounds get wider and stay true.
   */

  static final String NOWHERE = "";

  Moves {
    targets = Map.copyOf(targets);
    unrecorded = Set.copyOf(unrecorded);
  }

  /** A pattern and the group that counts it; {@link #NOWHERE} for an open one. */
  private record Row(Endpoint endpoint, String group) {}

  static Moves of(Policy before, Policy after) {
    List<Row> old = rows(before);
    List<Row> now = rows(after);
    boolean sameCase = before.pathCase() == after.pathCase();
    Map<String, String> byShape = new HashMap<>();
    now.forEach(row -> byShape.put(shape(row, after), row.group()));
    Set<String> oldShapes = new TreeSet<>();
    old.forEach(row -> oldShapes.add(shape(row, after)));
    List<Row> came =
        sameCase
            ? now.stream().filter(row -> !oldShapes.contains(shape(row, after))).toList()
            : now;

    Map<String, Set<String>> targets = new HashMap<>();
    Set<String> unrecorded = new TreeSet<>();
    before.all().forEach(group -> targets.put(group.name(), new TreeSet<>()));
    for (Row row : old) {
      Set<String> to = new TreeSet<>();
      String kept = byShape.get(shape(row, after));
      if (kept != null && sameCase) {
        to.add(kept);
        overlapping(row, came, to);
      } else {
        to.add(after.other().name());
        overlapping(row, now, to);
      }
      if (row.group().equals(NOWHERE)) {
        unrecorded.addAll(to);
      } else {
        targets.getOrDefault(row.group(), new TreeSet<>()).addAll(to);
      }
    }
    Set<String> others = targets.getOrDefault(before.other().name(), new TreeSet<>());
    others.add(after.other().name());
    came.forEach(row -> others.add(row.group()));
    if (!came.isEmpty()) { // a path may be read in two ways now, and be refused for that
      targets.values().forEach(to -> to.add(NOWHERE));
    }
    unrecorded.remove(NOWHERE);
    return new Moves(targets, unrecorded);
  }

  private static void overlapping(Row row, List<Row> others, Set<String> to) {
    others.stream()
        .filter(other -> overlap(row.endpoint(), other.endpoint()))
        .forEach(other -> to.add(other.group()));
  }

  private static List<Row> rows(Policy policy) {
    List<Row> rows = new ArrayList<>();
    for (Group group : policy.groups()) {
      group.endpoints().forEach(endpoint -> rows.add(new Row(endpoint, group.name())));
    }
    policy.open().forEach(endpoint -> rows.add(new Row(endpoint, NOWHERE)));
    return rows;
  }

  private static String shape(Row row, Policy policy) {
    return Policy.shape(row.endpoint(), policy.pathCase());
  }

  /** Whether some path may match both, at least if case is not looked at. */
  static boolean overlap(Endpoint one, Endpoint other) {
    if (!one.method().equals(other.method())) {
      return false;
    }
    List<String> a = one.segments();
    List<String> b = other.segments();
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      if (a.get(i).equals("*") || b.get(i).equals("*")) {
        return true;
      }
      boolean literal = !Endpoint.isParam(a.get(i)) && !Endpoint.isParam(b.get(i));
      if (literal && !a.get(i).equalsIgnoreCase(b.get(i))) {
        return false;
      }
    }
    return a.size() == b.size();
  }
}
