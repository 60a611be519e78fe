package io.tallygate.limiter.match;

import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoint that a request means. Compiled once per policy; immutable.
 *
 * <p>Of the patterns that match the whole path the most specific wins: segment by segment from the
 * left, a literal before {@code {param}} before {@code *}. The order of the policy does not matter.
 *
 * <p>A path of letters, digits and {@code -._~!$&'()*+,=:@} between single slashes, without dot
 * segments, has one reading, and its match allocates nothing. Any other path is read in every way
 * in which a server may read it: decoded or not, resolved or not, and so on. If all readings would
 * be charged to the same counter, the match is that of the path as sent; else the path is {@link
 * Match.Ambiguous}. So is a path with a control character in any reading.
 *
 * <p>What that means for what stands in the place of {@code {id}} or {@code *}:
 *
 * <ul>
 *   <li>{@code %2F}, {@code \} and {@code %5C}: ambiguous for {@code {id}}, as two segments are no
 *       id. Under {@code *} they are fine, unless a pattern of another group comes of them.
 *   <li>{@code .} and {@code ..} as a segment, encoded or not: ambiguous, unless the paths with and
 *       without them are of one group.
 *   <li>{@code ;} and {@code %3B}: fine, unless nothing stands before them in the segment. What
 *       follows them may be dropped, and the id is still an id.
 *   <li>{@code %3F} and {@code %23}: the same at the path's end. Ambiguous if a segment follows.
 *   <li>{@code %25} before two hexadecimal digits is decoded once more, and then as above.
 *   <li>All other encoded characters that are no control characters: fine.
 * </ul>
 */
public final class EndpointMatcher {

  private static final Match OTHER = new Match.Other();
  private static final Match AMBIGUOUS = new Match.Ambiguous();

  /** What stands in a path for itself on every server. */
  private static final boolean[] PLAIN = new boolean[0x80];

  static {
    for (char c = 0; c < PLAIN.length; c++) {
      boolean letterOrDigit =
          (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      PLAIN[c] = letterOrDigit || "-._~!$&'()*+,=:@".indexOf(c) >= 0;
    }
  }

  private final PathCase pathCase;
  private final Map<String, PatternTree> trees = new HashMap<>(); // by method

  private EndpointMatcher(Policy policy) {
    this.pathCase = policy.pathCase();
    int index = 0;
    for (Group group : policy.groups()) {
      for (Endpoint endpoint : group.endpoints()) {
        add(endpoint, new Match.Named(index++, group, endpoint));
      }
    }
    for (Endpoint endpoint : policy.open()) {
      add(endpoint, new Match.Open(endpoint));
    }
  }

  private void add(Endpoint endpoint, Match match) {
    trees
        .computeIfAbsent(endpoint.method(), method -> new PatternTree(pathCase))
        .add(endpoint, match);
  }

  public static EndpointMatcher of(Policy policy) {
    return new EndpointMatcher(policy);
  }

  /**
   * Matches a request. A path that does not start with a slash is ambiguous.
   *
   * @param method as sent, compared exactly; {@code HEAD} counts as {@code GET}
   * @param path as sent, from its first slash, without the query; a char up to 0xFF is a byte
   */
  public Match match(String method, String path) {
    PatternTree tree = trees.get(method.equals("HEAD") ? "GET" : method);
    if (isPlain(path)) {
      return find(tree, path);
    }
    if (!path.startsWith("/")) {
      return AMBIGUOUS;
    }
    Match sent = find(tree, path);
    boolean agreed = Readings.every(path, pathCase, reading -> meanSame(sent, find(tree, reading)));
    return agreed ? sent : AMBIGUOUS;
  }

  private static Match find(@Nullable PatternTree tree, String path) {
    Match match = tree == null ? null : tree.find(path);
    return match == null ? OTHER : match;
  }

  /** Whether two matches are charged to the same counter of a caller. */
  private static boolean meanSame(Match one, Match two) {
    if (one instanceof Match.Named a && two instanceof Match.Named b) {
      boolean shared = a.group().counter() == CounterScope.SHARED;
      return a.index() == b.index() || (shared && a.group().name().equals(b.group().name()));
    }
    return one.getClass() == two.getClass();
  }

  private static boolean isPlain(String path) {
    if (!path.startsWith("/")) {
      return false;
    }
    int from = 1; // of the segment
    for (int i = 1; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '/') {
        if (i == from || isDots(path, from, i)) {
          return false;
        }
        from = i + 1;
      } else if (c >= PLAIN.length || !PLAIN[c]) {
        return false;
      }
    }
    return !isDots(path, from, path.length());
  }

  private static boolean isDots(String path, int from, int to) {
    boolean dots = to > from && to - from <= 2;
    return dots && path.charAt(from) == '.' && path.charAt(to - 1) == '.';
  }
}
