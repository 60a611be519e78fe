package io.tallygate.gateway.usage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was gathered and is not written yet, in bounded memory. Not thread-safe.
 *
 * <p>Rows of single callers leave room for those of all callers together, of which there are few:
 * without them nothing is known at all.
 */
final class Pending {

  /** Callers and groups by the hour, and again by the minute: some 50 MB at most. */
  static final int PAIRS_MAX = 250_000;

  /**
   * So many more for all callers together, by the hour and again by the minute: 15 groups for 138
   * days or two. Minutes are not kept for longer than a day in any case.
   */
  static final int ALL_MAX = 50_000;

  /** Rows of one transaction. */
  static final int ROWS_MAX = 50_000;

  /** In one order, so that gateways on one database never wait for each other in a ring. */
  private static final Comparator<UsageRow> ORDER =
      Comparator.comparing(UsageRow::caller)
          .thenComparing(UsageRow::group)
          .thenComparingLong(UsageRow::startSecond);

  private final Map<Slot, Sum> hours = new HashMap<>();
  private final Map<Slot, Sum> minutes = new HashMap<>();
  private long waiting;
  private long dropped;

  private record Slot(Pair pair, long startSecond) {}

  private static final class Sum {
    private long admitted;
    private long refused;
    private long failed;

    void add(Counts counts) {
      admitted += counts.admitted();
      refused += counts.refused();
      failed += counts.failed();
    }

    Counts counts() {
      return new Counts(admitted, refused, failed);
    }
  }

  /**
   * Adds what was called within a minute, given by its first second, to the rows of its caller, if
   * there is one, and to those of all callers.
   */
  void add(Pair pair, long minuteSecond, Counts counts) {
    boolean placed = true;
    if (!pair.isAll()) {
      placed = add(hours, new Slot(pair, Grain.HOUR.start(minuteSecond)), counts);
      add(minutes, new Slot(pair, minuteSecond), counts); // of the busiest alone, as it turns out
    }
    Pair all = Pair.allOf(pair.group());
    if (add(hours, new Slot(all, Grain.HOUR.start(minuteSecond)), counts)) {
      waiting += counts.calls();
    } else {
      placed = false;
    }
    placed &= add(minutes, new Slot(all, minuteSecond), counts);
    if (!placed) {
      dropped += counts.calls();
    }
  }

  private static boolean add(Map<Slot, Sum> sums, Slot slot, Counts counts) {
    Sum sum = sums.get(slot);
    if (sum == null) {
      if (sums.size() >= (slot.pair().isAll() ? PAIRS_MAX + ALL_MAX : PAIRS_MAX)) {
        return false;
      }
      sum = new Sum();
      sums.put(slot, sum);
    }
    sum.add(counts);
    return true;
  }

  /** Forgets the minutes of all others. */
  void keepMinutesOf(Set<Pair> busiest) {
    minutes.keySet().removeIf(slot -> !slot.pair().isAll() && !busiest.contains(slot.pair()));
  }

  boolean isEmpty() {
    return hours.isEmpty() && minutes.isEmpty();
  }

  /** Hands out as many rows as go into one transaction; they are no longer pending. */
  UsageBatch take(String writer, long number) {
    List<UsageRow> hourRows = take(hours, ROWS_MAX);
    waiting -= callsOfAll(hourRows);
    return new UsageBatch(writer, number, hourRows, take(minutes, ROWS_MAX - hourRows.size()));
  }

  private static List<UsageRow> take(Map<Slot, Sum> sums, int max) {
    List<UsageRow> rows = new ArrayList<>(Math.min(max, sums.size()));
    Iterator<Map.Entry<Slot, Sum>> entries = sums.entrySet().iterator();
    while (entries.hasNext() && rows.size() < max) {
      Map.Entry<Slot, Sum> entry = entries.next();
      Slot slot = entry.getKey();
      Pair pair = slot.pair();
      rows.add(
          new UsageRow(pair.caller(), pair.group(), slot.startSecond(), entry.getValue().counts()));
      entries.remove();
    }
    rows.sort(ORDER);
    return rows;
  }

  /** Adds to the sums what a caller called since an hour began. */
  void addHour(String caller, long startSecond, Map<String, Counts> sums) {
    hours.forEach(
        (slot, sum) -> {
          if (slot.startSecond() == startSecond && slot.pair().caller().equals(caller)) {
            sums.merge(slot.pair().group(), sum.counts(), Counts::plus);
          }
        });
  }

  /** Calls that are missing in a row which found no room. */
  long dropped() {
    return dropped;
  }

  /** Calls that are waiting. */
  long calls() {
    return waiting;
  }

  /** The calls that rows of hours have of all callers together. */
  static long callsOfAll(List<UsageRow> hourRows) {
    long calls = 0;
    for (UsageRow row : hourRows) {
      calls += row.caller().isEmpty() ? row.counts().calls() : 0;
    }
    return calls;
  }
}
