package io.tallygate.limiter;

import io.tallygate.limiter.clock.LimiterClock;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.table.Cursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A carrier that its owner hands to {@link Limiter#decide} again and again, so that deciding does
 * not allocate. Not thread-safe: one carrier is one call at a time.
 */
public final class Decision {

  private @Nullable Call call;
  private Outcome outcome = Outcome.ADMITTED;
  private int shown;
  private boolean charged;
  private int nevers; // one bit per limit
  private long nowMicros;
  private long aheadMicros;
  private final long[] remaining = new long[Group.LIMITS_MAX];
  private final long[] resetSeconds = new long[Group.LIMITS_MAX];
  private final long[] waitMicros = new long[Group.LIMITS_MAX];

  // What a limiter works with: each limit's number for the caller, and its counter as last seen.
  // After a charge the counter's word says which window was charged, so that it can be given back.
  final long[] counts = new long[Group.LIMITS_MAX];
  final Cursor[] cursors = new Cursor[Group.LIMITS_MAX];

  public Decision() {
    for (int i = 0; i < cursors.length; i++) {
      cursors[i] = new Cursor();
    }
  }

  /** The call that was decided. */
  public Call call() {
    if (call == null) {
      throw new IllegalStateException("nothing was decided yet");
    }
    return call;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** Whether the call goes on to the upstream. */
  public boolean isAdmitted() {
    return outcome == Outcome.ADMITTED || outcome == Outcome.UNCOUNTED;
  }

  /** How many limits the call met; at least 1. */
  public int size() {
    return call().limits().size();
  }

  /**
   * Which limit the {@code X-RateLimit} fields show: on refusal, of the refusing ones the one that
   * frees last; else the one with the fewest units left; ties to the later reset.
   */
  public int shown() {
    return shown;
  }

  public String name(int index) {
    return call().limits().limit(index).name();
  }

  public long periodSeconds(int index) {
    return call().limits().limit(index).period().toSeconds();
  }

  public long count(int index) {
    return counts[index];
  }

  public long remaining(int index) {
    return remaining[index];
  }

  public long resetSecond(int index) {
    return resetSeconds[index];
  }

  /**
   * Seconds until units come back, rounded up, at least 1: until the reset, or, where this limit
   * refuses, until the call would fit it if nobody else called. For the limit shown that is when
   * the call would be admitted. The two differ only for a caller whose override ends meanwhile.
   */
  public long waitSeconds(int index) {
    return Math.max(-Math.floorDiv(-waitMicros[index], 1_000_000), 1);
  }

  /** Whether the call would never be admitted: it costs more than a whole window has. */
  public boolean isNever(int index) {
    return (nevers & 1 << index) != 0;
  }

  /** The immutable copy. */
  public Answer copy() {
    List<LimitState> states = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      states.add(
          new LimitState(
              name(i), counts[i], periodSeconds(i), remaining[i], resetSeconds[i], waitSeconds(i)));
    }
    return new Answer(outcome, states.get(shown), states);
  }

  // What a decider says.

  void begin(Call decided) {
    this.call = decided;
    this.outcome = Outcome.REFUSED; // should deciding fail
    this.charged = false;
    this.nevers = 0;
  }

  /** Whether the call is counted if it is admitted. */
  boolean charges() {
    return call().mode() == Call.Mode.CHARGE && call().cost() > 0;
  }

  void at(long micros, long ahead) {
    this.nowMicros = micros;
    this.aheadMicros = ahead;
  }

  void put(int index, long left, long endSecond) {
    remaining[index] = left;
    resetSeconds[index] = LimiterClock.resetSecond(endSecond, nowMicros, aheadMicros);
    waitUntil(index, endSecond);
  }

  /** When a refusing limit lets the call pass; what was said before stays if it never does. */
  void waitUntil(int index, long second) {
    if (second == Caller.NEVER) {
      nevers |= 1 << index;
    } else {
      waitMicros[index] = LimiterClock.waitMicros(second, nowMicros, aheadMicros);
    }
  }

  void end(Outcome decided) {
    this.outcome = decided;
    this.charged = decided == Outcome.ADMITTED && charges();
    this.shown = 0;
    for (int i = 1; i < size(); i++) {
      if (showsBefore(i, shown)) {
        shown = i;
      }
    }
  }

  /** Whether there is a charge to give back; afterwards there is none. */
  boolean takeCharge() {
    boolean was = charged;
    charged = false;
    return was;
  }

  void restore(int index) {
    remaining[index] = Math.min(remaining[index] + call().cost(), counts[index]);
  }

  private boolean showsBefore(int index, int other) {
    if (outcome == Outcome.REFUSED) {
      boolean refuses = refuses(index);
      if (refuses != refuses(other)) {
        return refuses;
      }
      if (isNever(index) != isNever(other)) {
        return isNever(index);
      }
      if (waitMicros[index] != waitMicros[other]) {
        return waitMicros[index] > waitMicros[other];
      }
    } else if (remaining[index] != remaining[other]) {
      return remaining[index] < remaining[other];
    }
    return resetSeconds[index] > resetSeconds[other];
  }

  boolean refuses(int index) {
    return call().cost() > remaining[index];
  }
}
