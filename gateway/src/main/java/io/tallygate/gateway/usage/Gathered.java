package io.tallygate.gateway.usage;

import io.tallygate.gateway.usage.Heaviest.Heavy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was gathered from all event loops: what is told of now, and what waits to be written. */
final class Gathered {

  /*
   * One lock guards all of it. Event loops never take it: the gathering thread, the writing thread
   * and those who read do, each for as long as it takes to go through a batch or to copy a list.
   *
   *   Shard ──► Gathered ──► totals, heaviest, nearest, refusals    (this process, now)
   *                     └──► pending ──► batch ──► UsageStore       (all gateways, over time)
   */

  /** Callers that have minute rows, with a group each. */
  static final int BUSIEST_MAX = 1_000;

  private static final int PLACES = 4_096; // of each slice, some 0.5 MB
  private static final int SECONDS_PER_MINUTE = 60;

  private final String writer;
  private final Heaviest<String> callers = new Heaviest<>(PLACES, 6, 10); // a minute
  private final Heaviest<Pair> pairs = new Heaviest<>(PLACES, 6, 600); // an hour
  private final Map<String, Counts> totals = new HashMap<>();
  private final NearCallers near = new NearCallers();
  private final LastRefusals refusals = new LastRefusals();
  private final Pending pending = new Pending();
  private @Nullable UsageBatch underWay;
  private long batches;
  private long lost;

  /** When something was gathered. */
  record Time(long steadySecond, long wallSecond) {}

  /**
   * @param writer names this run as no other is named
   */
  Gathered(String writer) {
    this.writer = writer;
  }

  /** Takes over what an event loop has counted. */
  synchronized void take(Batch batch, Time time) {
    batch.forEach(cell -> take(cell, time));
    batch.forEachRefusal(refusals::take);
    lost += batch.lost();
    near.trim(time.wallSecond());
  }

  private void take(Cell cell, Time time) {
    Counts counts = cell.counts();
    long minuteSecond = (long) cell.minute * SECONDS_PER_MINUTE;
    totals.merge(cell.group, counts, Counts::plus);
    Pair pair = new Pair(cell.caller, cell.group);
    pending.add(pair, minuteSecond, counts);
    if (pair.isAll()) {
      return;
    }
    callers.add(cell.caller, counts.calls(), time.steadySecond());
    pairs.add(pair, counts.calls(), time.steadySecond());
    near.take(cell, pair);
  }

  synchronized List<GroupCounts> totals() {
    List<GroupCounts> groups = new ArrayList<>();
    totals.forEach((group, counts) -> groups.add(new GroupCounts(group, counts)));
    groups.sort(
        Comparator.comparingLong((GroupCounts one) -> one.counts().calls())
            .reversed()
            .thenComparing(GroupCounts::group));
    return groups;
  }

  synchronized List<HeavyCaller> heaviest(int max, long steadySecond) {
    return callers.top(max, steadySecond).stream()
        .map(heavy -> new HeavyCaller(heavy.item(), heavy.count(), heavy.error()))
        .toList();
  }

  synchronized List<Pair> nearest(int max) {
    return near.first(max);
  }

  synchronized List<RefusedCall> lastRefusals(String caller) {
    return refusals.of(caller);
  }

  // What is to be written: one batch is under way at a time, and is the same until it is done.

  /** Forgets the minutes of callers that are not among the busiest of the last hour. */
  synchronized void keepMinutesOfBusiest(long steadySecond) {
    Set<Pair> busiest = new HashSet<>();
    for (Heavy<Pair> heavy : pairs.top(BUSIEST_MAX, steadySecond)) {
      busiest.add(heavy.item());
    }
    pending.keepMinutesOf(busiest);
  }

  /** The batch under way, or else the next one; null if there is nothing to write. */
  synchronized @Nullable UsageBatch batch() {
    if (underWay == null && !pending.isEmpty()) {
      underWay = pending.take(writer, ++batches);
    }
    return underWay;
  }

  /** The batch under way is written. */
  synchronized void written() {
    underWay = null;
  }

  /** What a caller called since an hour began and the database may not have yet. */
  synchronized Unwritten unwritten(String caller, long hourSecond) {
    Map<String, Counts> waiting = new HashMap<>();
    pending.addHour(caller, hourSecond, waiting);
    Map<String, Counts> handedOut = new HashMap<>();
    if (underWay != null) {
      for (UsageRow row : underWay.hours()) {
        if (row.caller().equals(caller) && row.startSecond() == hourSecond) {
          handedOut.merge(row.group(), row.counts(), Counts::plus);
        }
      }
    }
    return new Unwritten(batches, handedOut, waiting);
  }

  /** Names the batches. */
  String writer() {
    return writer;
  }

  /** Calls that found no room, so that a row which will be written lacks them. */
  synchronized long dropped() {
    return lost + pending.dropped();
  }

  /** Calls that are gathered and not written. */
  synchronized long waitingCalls() {
    return pending.calls() + (underWay == null ? 0 : Pending.callsOfAll(underWay.hours()));
  }
}
