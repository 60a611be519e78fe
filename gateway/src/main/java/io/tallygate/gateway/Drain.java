package io.tallygate.gateway;

import io.tallygate.gateway.key.DrainResult;
import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.policy.Algorithm;
import java.util.List;

/**
 * Uses up what is left of a caller's windows: for trying out what comes after. Places in flight are
 * left alone, for no call could ever give them back.
 */
final class Drain {

  private Drain() {}

  /**
   * Drains.
   *
   * @param counters all counters of a group; none if there is no such group
   */
  static DrainResult of(Limiter limiter, Caller caller, List<LimitSet> counters) {
    if (counters.isEmpty()) {
      return new DrainResult.Refused("the policy that is enforced has no such group");
    }
    if (!isDrainable(counters.get(0))) {
      return new DrainResult.Refused("the group has only a limit in flight; keep calls under way");
    }
    long used = 0;
    for (LimitSet limits : counters) {
      used += drain(limiter, caller, limits);
    }
    return new DrainResult.Drained(used);
  }

  private static long drain(Limiter limiter, Caller caller, LimitSet limits) {
    Decision decision = new Decision();
    long used = 0;
    while (true) {
      limiter.decide(Call.peek(caller, limits), decision);
      long left = left(decision);
      if (left <= 0) {
        return used;
      }
      limiter.decide(new Call(caller, limits, left, Call.Mode.CHARGE), decision);
      if (!decision.isAdmitted()) {
        continue; // a call came between; look again
      }
      limiter.end(decision);
      used += left;
    }
  }

  /** Units that fit all limits; none while no place is free for the call that takes them. */
  private static long left(Decision decision) {
    LimitSet limits = decision.limits();
    long left = Long.MAX_VALUE;
    for (int i = 0; i < limits.size(); i++) {
      boolean counts = limits.limit(i).algorithm() != Algorithm.IN_FLIGHT;
      if (counts || decision.remaining(i) == 0) {
        left = Math.min(left, decision.remaining(i));
      }
    }
    return left;
  }

  private static boolean isDrainable(LimitSet limits) {
    for (int i = 0; i < limits.size(); i++) {
      if (limits.limit(i).algorithm() != Algorithm.IN_FLIGHT) {
        return true;
      }
    }
    return false;
  }
}
