package io.tallygate.gateway.usage;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Callers that had used half of a limit or more at their last call, as long as that window lasts.
 * Bounded: the nearest stay. Not thread-safe.
 */
final class NearCallers {

  static final int PAIRS_MAX = 1_000;

  private static final Comparator<Map.Entry<Pair, Near>> NEAREST_FIRST =
      Comparator.comparingInt((Map.Entry<Pair, Near> entry) -> entry.getValue().thousandths())
          .reversed();

  private final Map<Pair, Near> near = new HashMap<>();

  private record Near(int thousandths, long resetSecond) {}

  void take(Cell cell, Pair pair) {
    if (cell.nearThousandths != 0) { // else another loop may have seen a later call
      near.put(pair, new Near(cell.nearThousandths, cell.nearResetSecond));
    }
  }

  /** Forgets those whose window has ended, and who are one too many. */
  void trim(long second) {
    near.values().removeIf(one -> one.resetSecond() <= second);
    if (near.size() > PAIRS_MAX) {
      near.keySet().retainAll(Set.copyOf(first(PAIRS_MAX)));
    }
  }

  /** As far as is known, the nearest first. */
  List<Pair> first(int max) {
    return near.entrySet().stream()
        .sorted(NEAREST_FIRST)
        .limit(max)
        .map(Map.Entry::getKey)
        .toList();
  }
}
