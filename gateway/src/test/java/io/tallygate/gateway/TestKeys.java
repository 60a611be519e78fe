package io.tallygate.gateway;

import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.KeyDirectory;
import io.tallygate.limiter.policy.LimitOverride;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keys in a map; a key's id is its token with an i before it. */
final class TestKeys implements KeyDirectory {

  private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();

  /** Adds a key and returns its token. */
  String add(String token, LimitOverride... overrides) {
    keys.put(token, key(token, ApiKey.State.ACTIVE, List.of(overrides)));
    return token;
  }

  void revoke(String token) {
    keys.put(token, key(token, ApiKey.State.REVOKED, List.of()));
  }

  private static ApiKey key(String token, ApiKey.State state, List<LimitOverride> overrides) {
    return new ApiKey("i" + token, "test", "test", 0, state, overrides);
  }

  /** The key that was added with this token. */
  ApiKey key(String token) {
    return Objects.requireNonNull(keys.get(token));
  }

  @Override
  public @Nullable ApiKey find(String token) {
    return keys.get(token);
  }
}
