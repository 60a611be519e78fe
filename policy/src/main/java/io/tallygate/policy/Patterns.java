package io.tallygate.policy;

import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which patterns of a policy a plainly written path meets, for showing: it decides nothing. */
final class Patterns {

  static final String OPEN = "open";

  /**
   * A pattern and where it stands.
   *
   * @param home the group's name, or {@link #OPEN}
   */
  record Pattern(String home, Endpoint endpoint) {}

  private static final Comparator<Endpoint> MOST_SPECIFIC_FIRST =
      (a, b) -> {
        int at = firstDifference(a, b);
        return Integer.compare(rank(a, at), rank(b, at));
      };

  private Patterns() {}

  /** All patterns of a policy, groups first, in the order of the file. */
  static List<Pattern> all(Policy policy) {
    List<Pattern> all = new ArrayList<>();
    for (Group group : policy.groups()) {
      group.endpoints().forEach(endpoint -> all.add(new Pattern(group.name(), endpoint)));
    }
    policy.open().forEach(endpoint -> all.add(new Pattern(OPEN, endpoint)));
    return all;
  }

  /**
   * The patterns that match, the most specific first.
   *
   * @param segments of a path; or of a pattern, and then those that match all of its paths
   */
  static List<Pattern> matching(Policy policy, String method, List<String> segments) {
    return all(policy).stream()
        .filter(pattern -> pattern.endpoint().method().equals(method))
        .filter(pattern -> matches(pattern.endpoint().segments(), segments, policy.pathCase()))
        .sorted(Comparator.comparing(Pattern::endpoint, MOST_SPECIFIC_FIRST))
        .toList();
  }

  /** The patterns of other methods that match. */
  static List<Pattern> matchingButForTheMethod(
      Policy policy, String method, List<String> segments) {
    return all(policy).stream()
        .filter(pattern -> !pattern.endpoint().method().equals(method))
        .filter(pattern -> matches(pattern.endpoint().segments(), segments, policy.pathCase()))
        .toList();
  }

  static boolean matches(List<String> pattern, List<String> path, PathCase pathCase) {
    for (int i = 0; i < pattern.size(); i++) {
      if (pattern.get(i).equals("*")) {
        return path.size() > i;
      }
      if (i >= path.size() || !matches(pattern.get(i), path.get(i), pathCase)) {
        return false;
      }
    }
    return path.size() == pattern.size();
  }

  private static boolean matches(String pattern, String segment, PathCase pathCase) {
    if (Endpoint.isParam(pattern)) {
      return !segment.isEmpty() && !segment.equals("*");
    }
    return pathCase == PathCase.EXACT ? pattern.equals(segment) : pattern.equalsIgnoreCase(segment);
  }

  /** The first segment, counted from 0, at which one is more specific than the other. */
  static int firstDifference(Endpoint a, Endpoint b) {
    int at = 0;
    while (at < Math.min(a.segments().size(), b.segments().size()) && rank(a, at) == rank(b, at)) {
      at++;
    }
    return at;
  }

  private static int rank(Endpoint endpoint, int at) {
    if (at >= endpoint.segments().size()) {
      return 3;
    }
    String segment = endpoint.segments().get(at);
    return segment.equals("*") ? 2 : Endpoint.isParam(segment) ? 1 : 0;
  }

  /** The segments of a path as it is written; a slash at its end means nothing. */
  static List<String> segments(String path) {
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return bare.isEmpty() ? List.of() : List.of(bare.substring(1).split("/", -1));
  }
}
