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
 * <p>What belongs to all callers together always finds room, for there are few groups.
 */
final class Pending {

  /** Callers and groups by the hour, and again by the minute: some 50 MB at most. */
  static final int PAIRS_MAX = 250_000;

  /** Rows of one transaction. */
  static final int ROWS_MAX = 50_000;

  /** In one order, so that gateways on one database never wait for each other in a ring. */
  private static final Comparator<UsageRow> ORDER =
      Comparator.comparing(UsageRow::caller)
          .thenComparing(UsageRow::group)
          .thenComparingLong(UsageRow::startSecond);

  private final Map<Slot, Sum> hours = new HashMap<>();
  private final Map<Slot, Sum> minutes = new HashMap<>();
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

  /** Adds what was called within a minute, given by its first second. */
  void add(Pair pair, long minuteSecond, Counts counts) {
    if (!add(hours, new Slot(pair, Grain.HOUR.start(minuteSecond)), counts)) {
      dropped += counts.calls();
    }
    add(minutes, new Slot(pair, minuteSecond), counts);
  }

  private static boolean add(Map<Slot, Sum> sums, Slot slot, Counts counts) {
    Sum sum = sums.get(slot);
    if (sum == null) {
      if (sums.size() >= PAIRS_MAX && !slot.pair().isAll()) {
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

  /** Calls that found no room, since this was last asked. */
  long takeDropped() {
    long was = dropped;
    dropped = 0;
    return was;
  }

  /** Calls that are waiting. */
  long calls() {
    return hours.entrySet().stream()
        .filter(entry -> entry.getKey().pair().isAll())
        .mapToLong(entry -> entry.getValue().counts().calls())
        .sum();
  }
}
