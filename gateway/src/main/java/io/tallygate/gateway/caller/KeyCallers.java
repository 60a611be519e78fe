package io.tallygate.gateway.caller;

import io.tallygate.gateway.key.ApiKey;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Limiter;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limiter's caller of each key, made once and again only when the key's overrides change.
 * Thread-safe; as large as the number of keys.
 */
public final class KeyCallers {

  private final Limiter limiter;
  private final ConcurrentHashMap<String, Caller> callers = new ConcurrentHashMap<>();

  public KeyCallers(Limiter limiter) {
    this.limiter = limiter;
  }

  public Caller of(ApiKey key) {
    Caller caller = callers.get(key.id());
    if (caller == null || caller.overrides() != key.overrides()) {
      caller = limiter.caller(Caller.Kind.KEY, key.id(), key.overrides());
      callers.put(key.id(), caller);
    }
    return caller;
  }
}
