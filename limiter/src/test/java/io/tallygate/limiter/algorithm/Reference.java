package io.tallygate.limiter.algorithm;

import io.tallygate.limiter.policy.WindowStart;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What a rule shall say, worked out anew each time from the list of all calls admitted. */
abstract class Reference {

  static final long SECOND = 1_000_000;

  final long count;
  final long periodSeconds;
  final List<Admitted> calls = new ArrayList<>();

  Reference(Terms terms) {
    this.count = terms.count();
    this.periodSeconds = terms.periodSeconds();
  }

  void admit(Admitted call) {
    calls.add(call);
  }

  void giveBack(Admitted call, long nowMicros) {
    call.returned = true;
  }

  /** Units that fit at this time, if nothing is admitted meanwhile. */
  abstract long left(long nowMicros);

  abstract long resetMicros(long nowMicros);

  /** Whether the rational rule, which rounds nothing, lets a call of this cost pass. */
  abstract boolean rationalAdmits(long nowMicros, long cost);

  static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  /** Windows one after another; each call stands in the one that was open, or opens the next. */
  static final class Fixed extends Reference {

    /** A charge, or, with fewer than no units, what came back of it. */
    private record Event(long micros, long units, Admitted call) {}

    private final boolean clock;
    private final List<Event> events = new ArrayList<>();

    Fixed(Terms terms) {
      super(terms);
      this.clock = terms.start() == WindowStart.CLOCK;
    }

    @Override
    void admit(Admitted call) {
      super.admit(call);
      events.add(new Event(call.micros, call.cost, call));
    }

    @Override
    void giveBack(Admitted call, long nowMicros) {
      call.returned = true;
      events.add(new Event(nowMicros, -call.cost, call));
    }

    /** The window open at this time, or that would be opened: its end and its units. */
    private long[] window(long nowMicros) {
      long end = Long.MIN_VALUE;
      long used = 0;
      for (Event event : events) {
        long second = event.micros() / SECOND;
        if (event.units() > 0) {
          if (second >= end || used == 0) {
            end = end(second);
            used = 0;
          }
          event.call().windowEnd = end;
        }
        used += event.call().windowEnd == end ? event.units() : 0;
      }
      long now = nowMicros / SECOND;
      return now >= end || used == 0 ? new long[] {end(now), 0} : new long[] {end, used};
    }

    private long end(long second) {
      return (clock ? second - second % periodSeconds : second) + periodSeconds;
    }

    @Override
    long left(long nowMicros) {
      return count - window(nowMicros)[1];
    }

    @Override
    long resetMicros(long nowMicros) {
      return window(nowMicros)[0] * SECOND;
    }

    @Override
    boolean rationalAdmits(long nowMicros, long cost) {
      return cost <= left(nowMicros); // nothing is rounded
    }
  }

  /** This aligned window's units, and those of the one before by their share. */
  static final class Sliding extends Reference {

    Sliding(Terms terms) {
      super(terms);
    }

    @Override
    void giveBack(Admitted call, long nowMicros) {
      // What stands in the window before is given back too, until a call renews the counter.
      call.returned = window(call.micros) == window(calls.get(calls.size() - 1).micros);
    }

    private long window(long micros) {
      return micros / (periodSeconds * SECOND);
    }

    private long used(long window) {
      long used = 0;
      for (Admitted call : calls) {
        used += window(call.micros) == window ? call.units() : 0;
      }
      return used;
    }

    @Override
    long left(long nowMicros) {
      long period = periodSeconds * 1_000;
      long passed = nowMicros / 1_000 % period;
      long now = window(nowMicros);
      long room = (count - used(now)) * period - used(now - 1) * (period - passed);
      return room <= 0 ? 0 : room / period;
    }

    @Override
    long resetMicros(long nowMicros) {
      return (window(nowMicros) + 1) * periodSeconds * SECOND;
    }

    @Override
    boolean rationalAdmits(long nowMicros, long cost) {
      BigInteger period = big(periodSeconds * SECOND);
      long now = window(nowMicros);
      BigInteger share = period.subtract(big(nowMicros).mod(period)).multiply(big(used(now - 1)));
      BigInteger taken = period.multiply(big(used(now) + cost)).add(share);
      return taken.compareTo(period.multiply(big(count))) <= 0;
    }
  }

  /** No interval up to now, from whichever call on, holds more than the bound. */
  static final class Bucket extends Reference {

    private final long burst;
    private final long interval;

    Bucket(Terms terms) {
      super(terms);
      this.burst = terms.burst();
      this.interval = terms.intervalMicros();
    }

    @Override
    long left(long nowMicros) {
      long left = burst;
      long since = 0;
      for (int i = calls.size() - 1; i >= 0; i--) {
        since += calls.get(i).units();
        long allowed = burst + (nowMicros - calls.get(i).micros) / interval;
        left = Math.min(left, allowed - since);
      }
      return Math.max(left, 0);
    }

    /** When every interval from a call on has room for the burst again. */
    @Override
    long resetMicros(long nowMicros) {
      long full = nowMicros;
      long since = 0;
      for (int i = calls.size() - 1; i >= 0; i--) {
        since += calls.get(i).units();
        full = Math.max(full, calls.get(i).micros + since * interval);
      }
      return full;
    }

    @Override
    boolean rationalAdmits(long nowMicros, long cost) {
      BigInteger period = big(periodSeconds * SECOND);
      long since = cost;
      for (int i = calls.size() - 1; i >= 0; i--) {
        since += calls.get(i).units();
        BigInteger come = big(nowMicros - calls.get(i).micros).multiply(big(count));
        if (big(since - burst).multiply(period).compareTo(come) > 0) {
          return false;
        }
      }
      return cost <= burst;
    }
  }

  /** Calls that have not ended, and of these the ones begun in this hour and in the one before. */
  static final class Places extends Reference {

    private static final long HOUR = 3_600 * SECOND;

    Places(Terms terms) {
      super(terms);
    }

    @Override
    long left(long nowMicros) {
      long taken = 0;
      for (Admitted call : calls) {
        boolean remembered = nowMicros / HOUR - call.micros / HOUR <= 1;
        taken += remembered && !call.returned ? 1 : 0;
      }
      return count - taken;
    }

    @Override
    long resetMicros(long nowMicros) {
      return nowMicros + SECOND;
    }

    @Override
    boolean rationalAdmits(long nowMicros, long cost) {
      return left(nowMicros) >= 1;
    }
  }
}
