package io.tallygate.limiter.match;

import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.PathCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The patterns of one method, as a tree with a node for each segment. */
final class PatternTree {

  /*
   * GET /v1/files, GET /v1/files/{id}, GET /v1/* :
   *
   *   root ── "v1" ──── "files" (end) ──── param (end)
   *             └─ rest
   *
   * A look-up tries, at each node, the literal, then {param}, then *; and comes back for the next
   * one where a branch leads nowhere. So the first pattern found is the most specific one, in
   * whatever order they were added. No node is visited twice, and nothing is allocated.
   */

  private final PathCase pathCase;
  private final Node root = new Node();

  PatternTree(PathCase pathCase) {
    this.pathCase = pathCase;
  }

  /** Before the first look-up only. */
  void add(Endpoint endpoint, Match match) {
    Node node = root;
    for (String segment : endpoint.segments()) {
      if (segment.equals("*")) {
        node.rest = match;
        return;
      }
      node = Endpoint.isParam(segment) ? node.addParam() : addLiteral(node, segment);
    }
    node.end = match;
  }

  private Node addLiteral(Node node, String segment) {
    String literal = pathCase == PathCase.IGNORED ? segment.toLowerCase(Locale.ROOT) : segment;
    int place = place(node, literal, 0, literal.length());
    if (place < 0) {
      node.literals.add(-place - 1, literal);
      node.children.add(-place - 1, new Node());
      return node.children.get(-place - 1);
    }
    return node.children.get(place);
  }

  /**
   * The match of the most specific pattern.
   *
   * @param path starts with a slash; one slash at its end means nothing
   */
  @Nullable Match find(String path) {
    return find(root, path, 1);
  }

  private @Nullable Match find(Node node, String path, int from) {
    if (from >= path.length()) {
      return node.end;
    }
    int slash = path.indexOf('/', from);
    int to = slash < 0 ? path.length() : slash;
    int place = place(node, path, from, to);
    Match match = place < 0 ? null : find(node.children.get(place), path, to + 1);
    if (match == null && node.param != null && to > from) {
      match = find(node.param, path, to + 1);
    }
    return match == null ? node.rest : match;
  }

  /** Where the segment stands among the node's literals; -(where it would stand) - 1 if not. */
  private int place(Node node, String path, int from, int to) {
    int low = 0;
    int high = node.literals.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(node.literals.get(middle), path, from, to);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  private int compare(String literal, String path, int from, int to) {
    int length = Math.min(literal.length(), to - from);
    for (int i = 0; i < length; i++) {
      int order = literal.charAt(i) - folded(path.charAt(from + i));
      if (order != 0) {
        return order;
      }
    }
    return literal.length() - (to - from);
  }

  private char folded(char c) {
    boolean upper = pathCase == PathCase.IGNORED && c >= 'A' && c <= 'Z';
    return upper ? (char) (c + ('a' - 'A')) : c;
  }

  private static final class Node {
    final List<String> literals = new ArrayList<>(); // sorted, each with the child beside it
    final List<Node> children = new ArrayList<>();
    @Nullable Node param;
    @Nullable Match end;
    @Nullable Match rest;

    Node addParam() {
      if (param == null) {
        param = new Node();
      }
      return param;
    }
  }
}
