package io.tallygate.bench;

import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/** The limiter, as a service uses it: one carrier for each thread, callers made once. */
final class TallygateCounters implements Counters {

  /** How a call finds its caller. */
  enum Lookup {
    /** It has it, for whoever found the key to be valid found the caller with it. */
    NONE,
    /** In a map, by the key's text, as the peers do. */
    BY_KEY
  }

  private static final int SLOTS_MIN = 1 << 10;

  private final Limiter limiter;
  private final LimitSet limits;
  private final String[] keys;
  private final Caller[] known; // empty where callers are looked up
  private final ConcurrentHashMap<String, Caller> callers = new ConcurrentHashMap<>();

  TallygateCounters(String[] keys, Lookup lookup) {
    this.keys = keys;
    limiter = new Limiter(LimiterConfig.DEFAULT.withCounters(Math.max(keys.length, SLOTS_MIN)));
    limits = limits(limiter);
    known = new Caller[lookup == Lookup.NONE ? keys.length : 0];
    for (int i = 0; i < keys.length; i++) {
      Caller caller = limiter.caller(Caller.Kind.KEY, keys[i], List.of());
      if (lookup == Lookup.NONE) {
        known[i] = caller;
      } else {
        callers.put(keys[i], caller);
      }
    }
  }

  /** Twice as many as there will be counters, rounded up by the table. */
  static int slots(int counters) {
    return Math.max(2 * counters, SLOTS_MIN);
  }

  static LimitSet limits(Limiter limiter) {
    Limit limit = new Limit("bench", Peer.COUNT, Duration.ofHours(1));
    return limiter.limits(Group.of("bench", List.of(limit), List.of()), WindowStart.FIRST_CALL);
  }

  @Override
  public IntPredicate forThread() {
    Decision decision = new Decision();
    if (known.length > 0) {
      return index -> {
        limiter.decide(Call.of(known[index], limits), decision);
        return decision.isAdmitted();
      };
    }
    return index -> {
      Caller caller = callers.get(keys[index]);
      if (caller == null) {
        throw new IllegalStateException("key must be known: index=" + index);
      }
      limiter.decide(Call.of(caller, limits), decision);
      return decision.isAdmitted();
    };
  }

  @Override
  public void close() {
    limiter.close();
  }
}
