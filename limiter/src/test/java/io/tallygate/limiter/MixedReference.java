package io.tallygate.limiter;

import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What counters of all kinds shall say, from the lists of their calls; numbers may be edited. */
final class MixedReference {

  private static final long SECOND = 1_000_000;
  private static final long HOUR = 3_600 * SECOND;

  private final Map<String, List<Charge>> counters = new HashMap<>();

  /** What one call took of one counter. */
  static final class Charge {

    final Limit limit;
    final long micros;
    final long paceMicros; // in which one unit comes back to a bucket
    final long fullMicros; // when the bucket was to be full after this call
    final long windowEnd; // of a fixed window
    long units;
    long owedMicros;

    Charge(Limit limit, long micros, long units, long[] paceFullAndEnd) {
      this.limit = limit;
      this.micros = micros;
      this.units = units;
      this.paceMicros = paceFullAndEnd[0];
      this.fullMicros = paceFullAndEnd[1];
      this.windowEnd = paceFullAndEnd[2];
      this.owedMicros = units * paceMicros;
    }
  }

  private final Map<String, Long> lowered = new HashMap<>(); // until which second it may show

  private List<Charge> calls(String caller, Limit limit) {
    return counters.computeIfAbsent(caller + " / " + limit.name(), name -> new ArrayList<>());
  }

  static long units(Limit limit, long cost) {
    return limit.algorithm() == Algorithm.IN_FLIGHT ? Math.min(cost, 1) : cost;
  }

  private static long pace(Limit limit) {
    long micros = limit.period().toSeconds() * SECOND;
    return micros / limit.count() + (micros % limit.count() == 0 ? 0 : 1);
  }

  /** When the bucket is full: no interval from a call on has owed for longer. */
  private static long full(List<Charge> calls, long now) {
    return Math.max(full(calls), now);
  }

  private static long full(List<Charge> calls) {
    long full = 0;
    long since = 0;
    for (int i = calls.size() - 1; i >= 0; i--) {
      since += calls.get(i).owedMicros;
      full = Math.max(full, calls.get(i).micros + since);
    }
    return full;
  }

  private static long openEnd(List<Charge> calls, long now) {
    long end = calls.isEmpty() ? 0 : calls.get(calls.size() - 1).windowEnd;
    return now / SECOND < end && used(calls, end) > 0 ? end : 0;
  }

  private static long used(List<Charge> calls, long end) {
    return calls.stream().filter(one -> one.windowEnd == end).mapToLong(one -> one.units).sum();
  }

  long left(String caller, Limit limit, long now) {
    List<Charge> calls = calls(caller, limit);
    long left =
        switch (limit.algorithm()) {
          case FIXED_WINDOW -> {
            long end = openEnd(calls, now);
            yield end == 0 ? limit.count() : limit.count() - used(calls, end);
          }
          case SLIDING_WINDOW -> {
            long period = limit.period().toMillis();
            long window = now / 1_000 / period;
            long before = 0;
            long used = 0;
            for (Charge call : calls) {
              long of = call.micros / 1_000 / period;
              used += of == window ? call.units : 0;
              before += of == window - 1 ? call.units : 0;
            }
            long room = (limit.count() - used) * period;
            yield Math.floorDiv(room - before * (period - now / 1_000 % period), period);
          }
          case SMOOTH -> {
            long room = limit.burst() * pace(limit) - (full(calls, now) - now);
            yield Math.floorDiv(room, pace(limit));
          }
          case IN_FLIGHT ->
              limit.count()
                  - calls.stream()
                      .filter(call -> now / HOUR - call.micros / HOUR <= 1)
                      .mapToLong(call -> call.units)
                      .sum();
        };
    return Math.max(left, 0);
  }

  Charge charge(String caller, Limit limit, long now, long units) {
    List<Charge> calls = calls(caller, limit);
    long pace = limit.algorithm() == Algorithm.SMOOTH ? pace(limit) : 0;
    long end = openEnd(calls, now);
    long window = end != 0 ? end : now / SECOND + limit.period().toSeconds();
    long full = full(calls, now) + units * pace;
    Charge charge = new Charge(limit, now, units, new long[] {pace, full, window});
    calls.add(charge);
    return charge;
  }

  void giveBack(String caller, Charge charge, long now) {
    List<Charge> calls = calls(caller, charge.limit);
    switch (charge.limit.algorithm()) {
      case FIXED_WINDOW, IN_FLIGHT -> charge.units = 0;
      case SLIDING_WINDOW -> {
        long period = charge.limit.period().toSeconds() * SECOND;
        long last = calls.get(calls.size() - 1).micros;
        charge.units = charge.micros / period == last / period ? 0 : charge.units;
      }
      case SMOOTH -> lower(caller, charge, now);
    }
  }

  /** Of a charge all that time has not brought back; if others came back since, what is sure. */
  private void lower(String caller, Charge charge, long now) {
    List<Charge> calls = calls(caller, charge.limit);
    String name = caller + " / " + charge.limit.name();
    long cost = charge.units * charge.paceMicros;
    long owed = Math.min(charge.fullMicros - now, cost);
    if (lowered.getOrDefault(name, 0L) > charge.fullMicros / SECOND) {
      owed = Math.min(owed, charge.micros + cost - now);
    }
    if (owed > 0) {
      lowered.merge(name, full(calls) / SECOND + 1, Math::max);
      charge.owedMicros -= owed;
    }
  }
}
