package io.tallygate.limiter;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.policy.Group;
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
  private final long[] counts = new long[Group.LIMITS_MAX];
  private final long[] remaining = new long[Group.LIMITS_MAX];
  private final long[] resetSeconds = new long[Group.LIMITS_MAX];
  private final long[] waitMicros = new long[Group.LIMITS_MAX];

  // Where a charge went, so that it can be given back.
  final int[] slots = new int[Group.LIMITS_MAX];
  final long[] endSeconds = new long[Group.LIMITS_MAX];

  private boolean charged;

  /** Whether a decision has been put here. */
  public boolean isMade() {
    return call != null;
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
   * frees last; else the one with the fewest units left, ties to the later reset.
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

  /** Seconds until the reset, rounded up, at least 1. */
  public long waitSeconds(int index) {
    return Math.max(-Math.floorDiv(-waitMicros[index], 1_000_000), 1);
  }

  /**
   * Whether the call can never be admitted by this limit: it costs more than a whole window has.
   */
  public boolean isNever(int index) {
    return outcome == Outcome.REFUSED && call().cost() > counts[index];
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
    this.charged = false;
  }

  void put(int index, long count, long left, long resetSecond, long wait) {
    counts[index] = count;
    remaining[index] = left;
    resetSeconds[index] = resetSecond;
    waitMicros[index] = wait;
  }

  void end(Outcome decided) {
    this.outcome = decided;
    this.charged = decided == Outcome.ADMITTED && call().mode() == Call.Mode.CHARGE;
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

  void restore(int index, long cost) {
    require(index < size(), "index must be under %s: index=%s", size(), index);
    remaining[index] = Math.min(remaining[index] + cost, counts[index]);
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
      return waitMicros[index] > waitMicros[other];
    }
    return remaining[index] < remaining[other]
        || (remaining[index] == remaining[other] && resetSeconds[index] > resetSeconds[other]);
  }

  private boolean refuses(int index) {
    return call().cost() > remaining[index];
  }
}
