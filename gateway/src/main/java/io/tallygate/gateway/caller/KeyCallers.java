package io.tallygate.gateway.caller;

import io.tallygate.gateway.key.CallerLimits;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.Term;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.clock.Ticker;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limiter's caller of each key, made once, and again only when the key's rules or the policy
 * change or have been resolved no further. Thread-safe; as large as the number of keys that call.
 */
public final class KeyCallers {

  private final Limiter limiter;
  private final Ticker ticker;
  private final ConcurrentHashMap<String, Resolved> callers = new ConcurrentHashMap<>();

  /**
   * A caller, and what it was made of.
   *
   * @param untilSecond from which it is to be made anew
   */
  private record Resolved(Caller caller, Levels levels, PublishedPolicy policy, long untilSecond) {

    // Both stay the same instance as long as nothing changed, and are large.
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Levels presentLevels, PublishedPolicy presentPolicy) {
      return levels == presentLevels && policy == presentPolicy;
    }
  }

  public KeyCallers(Limiter limiter, Ticker ticker) {
    this.limiter = limiter;
    this.ticker = ticker;
  }

  /**
   * Whom the key's calls are counted for.
   *
   * @param policy that judges the call, the same instance as long as it is the same
   */
  public Caller of(KnownKey key, PublishedPolicy policy) {
    Resolved resolved = callers.get(key.id());
    if (resolved == null
        || !resolved.isOf(key.levels(), policy)
        || (resolved.untilSecond() != Term.NO_END && nowSecond() >= resolved.untilSecond())) {
      resolved = resolve(key, policy);
      callers.put(key.id(), resolved);
    }
    return resolved.caller();
  }

  private Resolved resolve(KnownKey key, PublishedPolicy policy) {
    CallerLimits limits = CallerLimits.of(policy.limits(), key.levels(), nowSecond());
    Caller caller = limiter.caller(Caller.Kind.KEY, key.id(), limits.overrides());
    return new Resolved(caller, key.levels(), policy, limits.untilSecond());
  }

  private long nowSecond() {
    return ticker.wallMicros() / 1_000_000;
  }
}
