package io.tallygate.gateway.usage;

import static io.tallygate.limiter.check.Checks.require;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Counts the heaviest of any number of items in bounded memory, by the Space-Saving algorithm.
 *
 * <p>Of m places, and N counted in all: no estimate is too small, none is too large by more than N
 * / m, and every item with more than N / m has a place (Metwally, Agrawal, El Abbadi: Efficient
 * Computation of Frequent and Top-k Elements in Data Streams, ICDT 2005, theorems 1 and 2; for
 * counts above one at a time Berinde, Cormode, Indyk, Strauss: Space-optimal heavy hitters with
 * strong error bounds, ACM TODS 35:4, 2010). While there are at most m items all is exact.
 *
 * <p>Not thread-safe.
 */
final class SpaceSaving<T> {

  /*
   * An item without a place takes that of the smallest count, and its count as its own error:
   *
   *   a 70   b 12   c 9          d comes twice:   a 70   b 12   d 11 (over by 9)
   *
   * Invariants (the test of each has its name):
   *   estimate_ofAnyStream_isNeverTooSmallAndOverByAtMostItsError
   *   error_ofAnyStream_isAtMostTheWholeByThePlaces
   *   items_withMoreThanTheWholeByThePlaces_allHaveOne
   */

  private final int places;
  private final Map<T, Place<T>> byItem = new HashMap<>();
  private final TreeSet<Place<T>> bySize = new TreeSet<>();
  private long next;
  private long whole;

  private static final class Place<T> implements Comparable<Place<T>> {

    private final T item;
    private final long number; // tells those of one size apart, the older first
    private long count;
    private final long error;

    Place(T item, long number, long count, long error) {
      this.item = item;
      this.number = number;
      this.count = count;
      this.error = error;
    }

    @Override
    public int compareTo(Place<T> other) {
      int bySize = Long.compare(count, other.count);
      return bySize != 0 ? bySize : Long.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }

  /** What is known of an item: it was counted {@code count - error} to {@code count} times. */
  record Estimate(long count, long error) {

    Estimate plus(Estimate other) {
      return new Estimate(count + other.count, error + other.error);
    }
  }

  SpaceSaving(int places) {
    require(places >= 1, "places must be at least 1: places=%s", places);
    this.places = places;
  }

  void add(T item, long times) {
    whole += times;
    Place<T> present = byItem.get(item);
    if (present != null) {
      bySize.remove(present);
      present.count += times;
      bySize.add(present);
      return;
    }
    long error = 0;
    if (byItem.size() == places) {
      Place<T> smallest = bySize.pollFirst();
      if (smallest == null) {
        throw new IllegalStateException("there is at least one place: places=" + places);
      }
      byItem.remove(smallest.item);
      error = smallest.count;
    }
    Place<T> taken = new Place<>(item, next++, error + times, error);
    byItem.put(item, taken);
    bySize.add(taken);
  }

  /** All that was counted. */
  long whole() {
    return whole;
  }

  /** What an item without a place was counted at most. */
  Estimate absent() {
    long most = byItem.size() < places ? 0 : bySize.first().count;
    return new Estimate(most, most);
  }

  Estimate of(T item) {
    Place<T> place = byItem.get(item);
    return place == null ? absent() : new Estimate(place.count, place.error);
  }

  Iterable<T> items() {
    return byItem.keySet();
  }
}
