package io.tallygate.gateway.usage;

import io.tallygate.gateway.usage.SpaceSaving.Estimate;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The heaviest items of the last while: a {@link SpaceSaving} for each slice of it. The errors of
 * the slices add up, so of N counted within all of them and m places an estimate is never too small
 * and too large by at most N / m. Not thread-safe.
 */
final class Heaviest<T> {

  private final int places;
  private final int slices;
  private final long sliceSeconds;
  private final Deque<Slice<T>> kept = new ArrayDeque<>(); // the present one last

  private record Slice<T>(long number, SpaceSaving<T> counts) {}

  /** One of the heaviest. */
  record Heavy<T>(T item, long count, long error) {}

  /**
   * @param slices of time that are looked at together, the present one included
   */
  Heaviest(int places, int slices, long sliceSeconds) {
    this.places = places;
    this.slices = slices;
    this.sliceSeconds = sliceSeconds;
  }

  /**
   * Counts.
   *
   * @param second by a clock that is not set
   */
  void add(T item, long times, long second) {
    present(second).counts().add(item, times);
  }

  private Slice<T> present(long second) {
    long number = Math.floorDiv(second, sliceSeconds);
    forget(number);
    Slice<T> last = kept.peekLast();
    if (last == null || last.number() < number) {
      last = new Slice<>(number, new SpaceSaving<>(places));
      kept.addLast(last);
    }
    return last;
  }

  private void forget(long number) {
    while (!kept.isEmpty() && kept.getFirst().number() <= number - slices) {
      kept.removeFirst();
    }
  }

  /** The heaviest first; of equal ones in no order. */
  List<Heavy<T>> top(int max, long second) {
    forget(Math.floorDiv(second, sliceSeconds));
    Estimate absent = new Estimate(0, 0);
    for (Slice<T> slice : kept) {
      absent = absent.plus(slice.counts().absent());
    }
    Map<T, Estimate> sums = new HashMap<>();
    for (Slice<T> slice : kept) {
      Estimate none = slice.counts().absent();
      for (T item : slice.counts().items()) {
        Estimate one = slice.counts().of(item);
        Estimate sum = Objects.requireNonNullElse(sums.get(item), absent);
        sums.put(
            item,
            new Estimate(
                sum.count() - none.count() + one.count(),
                sum.error() - none.error() + one.error()));
      }
    }
    return sums.entrySet().stream()
        .map(
            entry ->
                new Heavy<>(entry.getKey(), entry.getValue().count(), entry.getValue().error()))
        .sorted(Comparator.comparingLong((Heavy<T> heavy) -> heavy.count()).reversed())
        .limit(max)
        .collect(Collectors.toUnmodifiableList());
  }
}
