package io.tallygate.gateway.alert;

import io.tallygate.gateway.alert.Crossing.State;
import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.call.EndedCall;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.Outcome;
import io.tallygate.limiter.match.Match;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.CounterScope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Finds crossings of thresholds in the calls that end. */
final class Thresholds implements CallObserver {

  /*
   * A call below every wanted threshold costs a few comparisons. One above is looked up in what was
   * told, and handed on if it is not there: so any call above a threshold finds the crossing, not
   * only the one that crossed, and neither a restart nor a changed override hides it.
   *
   * The window in which something is told once is the limit's own where it has one that is not too
   * short; else so many seconds by the clock.
   */

  private static final int LEVELS = 128; // of one limit: 0 for a refusal, else the threshold
  private static final long SECOND = 1_000_000; // microseconds

  private final Queue queue;
  private final Told told = new Told();
  private final long spanSeconds;
  private volatile Wanted wanted = Wanted.NOTHING;

  Thresholds(Queue queue, Duration span) {
    this.queue = queue;
    this.spanSeconds = span.toSeconds();
  }

  /** Says what is to be looked for; who has just subscribed is told of what goes on. */
  void want(Wanted value) {
    wanted = value;
    told.clear();
  }

  @Override
  public void ended(EndedCall call) {
    Wanted now = wanted;
    if (now.isNothing()) {
      return;
    }
    Decision decision = call.counted();
    if (decision == null) {
      return;
    }
    Outcome outcome = decision.outcome();
    if (outcome != Outcome.ADMITTED && outcome != Outcome.REFUSED) {
      return; // it was not counted
    }
    for (int i = 0; i < decision.size(); i++) {
      used(call, decision, i, now);
    }
    if (outcome == Outcome.REFUSED && now.refusals()) {
      look(call, decision, decision.shown() * LEVELS, EventKind.LIMIT_REFUSED.text());
    }
  }

  private void used(EndedCall call, Decision decision, int index, Wanted now) {
    long count = decision.count(index);
    long used = count - decision.remaining(index);
    for (int i = 0; i < now.size() && used * 100 >= now.threshold(i) * count; i++) {
      look(call, decision, index * LEVELS + now.threshold(i), now.name(i));
    }
  }

  private void look(EndedCall call, Decision decision, int level, String event) {
    int index = level / LEVELS;
    long start = startSecond(call, decision, index);
    if (told.has(call.identity(), decision.limits(), level, start)) {
      return;
    }
    long end = start + seconds(decision, index);
    String endpoint = endpoint(call.match());
    String name = decision.name(index);
    Crossing crossing =
        new Crossing(
            new Occasion(
                event,
                call.identity(),
                call.group(),
                endpoint == null ? name : name + " " + endpoint,
                start,
                end),
            level % LEVELS,
            new State(
                name,
                decision.algorithm(index),
                decision.count(index) - decision.remaining(index),
                decision.count(index),
                decision.resetSecond(index)),
            endpoint,
            call.startedMicros());
    if (queue.offer(crossing)) {
      told.add(new Told.Entry(call.identity(), decision.limits(), level, end));
    }
  }

  private long startSecond(EndedCall call, Decision decision, int index) {
    long seconds = seconds(decision, index);
    if (hasOwnWindow(decision, index)) {
      return decision.resetSecond(index) - seconds;
    }
    return Math.floorDiv(call.startedMicros() / SECOND, seconds) * seconds;
  }

  private long seconds(Decision decision, int index) {
    return Math.max(decision.periodSeconds(index), spanSeconds);
  }

  private boolean hasOwnWindow(Decision decision, int index) {
    Algorithm algorithm = decision.algorithm(index);
    return (algorithm == Algorithm.FIXED_WINDOW || algorithm == Algorithm.SLIDING_WINDOW)
        && decision.periodSeconds(index) >= spanSeconds;
  }

  private static @Nullable String endpoint(Match match) {
    return match instanceof Match.Named named
            && named.group().counter() == CounterScope.EACH_ENDPOINT
        ? named.endpoint().toString()
        : null;
  }
}
