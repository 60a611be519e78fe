package io.tallygate.command.probe;

import io.tallygate.command.probe.Finding.CannotTell;
import io.tallygate.command.probe.Finding.Told;
import io.tallygate.command.probe.Finding.Topic;
import io.tallygate.command.probe.Request.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which endpoints share a counter. */
final class Sharing {

  /*
   * All endpoints are asked in turn, twice: A A B C, B C A. With r the remaining requests:
   *
   *   r(A2) > r(B1) > r(A3)    shared: on counters of their own, A falls by its own call only, and
   *                            no number lies between
   *   r(A2) - r(A3) = 1        apart: the calls of B between them were not counted there
   *   other limits             apart
   *
   * Other programs that use the key at the same time can spoil both; then the numbers of a group do
   * not fall by just our calls, and nothing is told.
   */

  private enum Verdict {
    SHARED,
    APART,
    UNKNOWN
  }

  private final List<Exchange> rounds;
  private final long unit;

  private Sharing(List<Exchange> rounds, long unit) {
    this.rounds = rounds;
    this.unit = unit;
  }

  /** The paths by counter; a path of which nothing is known stands alone. */
  static List<List<String>> groups(List<String> paths, List<Exchange> exchanges) {
    return of(exchanges).groups(paths);
  }

  static List<Finding> findings(List<String> paths, List<Exchange> exchanges) {
    Sharing sharing = of(exchanges);
    List<String> seen = paths.stream().filter(path -> !sharing.sights(path).isEmpty()).toList();
    List<Finding> findings = new ArrayList<>();
    List<List<String>> groups = sharing.groups(seen);
    for (List<String> group : groups) {
      if (group.size() > 1) {
        findings.add(
            new Told(
                Topic.COUNTER,
                group,
                "shared",
                "share one counter: each call of one is taken from the others too",
                sharing.proof(group)));
      }
    }
    sharing.between(groups.stream().map(group -> group.get(0)).toList(), findings);
    return findings;
  }

  private static Sharing of(List<Exchange> exchanges) {
    List<Exchange> rounds =
        exchanges.stream().takeWhile(exchange -> exchange.isFor(Purpose.LOOK)).toList();
    return new Sharing(rounds, Counter.unit(exchanges).orElse(1));
  }

  /** What is known between paths of which no two are known to share. */
  private void between(List<String> paths, List<Finding> findings) {
    List<List<String>> pairs = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      for (int j = i + 1; j < paths.size(); j++) {
        pairs.add(List.of(paths.get(i), paths.get(j)));
      }
    }
    if (pairs.isEmpty()) {
      return;
    }
    if (pairs.stream().allMatch(pair -> verdict(pair) == Verdict.APART)) {
      findings.add(apart(paths));
      return;
    }
    for (List<String> pair : pairs) {
      findings.add(
          verdict(pair) == Verdict.APART
              ? apart(pair)
              : new CannotTell(Topic.COUNTER, pair, whyUnknown(pair), proof(pair)));
    }
  }

  private Told apart(List<String> paths) {
    return new Told(
        Topic.COUNTER,
        paths,
        "separate",
        "have a counter each: calls of one are not taken from the others",
        proof(paths));
  }

  private String whyUnknown(List<String> pair) {
    if (unit == 0) {
      return "the number of remaining requests does not move";
    }
    return pair.stream().anyMatch(path -> sights(path).size() < 2)
        ? "needs two answers of each; --max-requests was too low, or the probe stopped before"
        : "the numbers fell by other than our calls; does another program use the key?";
  }

  private List<List<String>> groups(List<String> paths) {
    List<List<String>> groups = new ArrayList<>();
    for (String path : paths) {
      List<String> home =
          groups.stream()
              .filter(group -> verdict(List.of(group.get(0), path)) == Verdict.SHARED)
              .findFirst()
              .orElse(null);
      if (home == null) {
        groups.add(new ArrayList<>(List.of(path)));
      } else {
        home.add(path);
      }
    }
    return groups.stream()
        .flatMap(
            group ->
                group.size() == 1 || fallsByCalls(group)
                    ? Stream.of(List.copyOf(group))
                    : group.stream().map(List::of))
        .toList();
  }

  private Verdict verdict(List<String> pair) {
    List<Sight> a = sights(pair.get(0));
    List<Sight> b = sights(pair.get(1));
    if (a.isEmpty() || b.isEmpty() || unit == 0) {
      return Verdict.UNKNOWN;
    }
    var limitA = a.get(0).reading().limit();
    var limitB = b.get(0).reading().limit();
    if (limitA.isPresent() && limitB.isPresent() && !limitA.equals(limitB)) {
      return Verdict.APART;
    }
    List<Sight> both = Sight.merged(a, b);
    boolean falls = true;
    for (int i = 1; i < both.size(); i++) {
      falls &= both.get(i).remaining() < both.get(i - 1).remaining();
    }
    boolean between = false; // a call of one between two of the other
    boolean apart = false;
    for (List<Sight> own : List.of(a, b)) {
      for (int i = 1; i < own.size(); i++) {
        Sight before = own.get(i - 1);
        Sight after = own.get(i);
        if (both.stream()
            .anyMatch(it -> it.number() > before.number() && it.number() < after.number())) {
          between = true;
          apart |= before.remaining() - after.remaining() == unit;
        }
      }
    }
    if (falls && between && !apart) {
      return Verdict.SHARED;
    }
    return apart && !falls ? Verdict.APART : Verdict.UNKNOWN;
  }

  private boolean fallsByCalls(List<String> group) {
    List<Sight> all = List.of();
    for (String path : group) {
      all = Sight.merged(all, sights(path));
    }
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i - 1).remaining() - all.get(i).remaining() != unit) {
        return false;
      }
    }
    return true;
  }

  private List<Sight> sights(String path) {
    return Sight.ofLooks(rounds, path);
  }

  private List<Integer> proof(List<String> paths) {
    return paths.stream()
        .flatMap(path -> Sight.numbers(sights(path)).stream())
        .sorted()
        .distinct()
        .toList();
  }
}
