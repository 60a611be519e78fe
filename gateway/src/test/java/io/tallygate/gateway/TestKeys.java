package io.tallygate.gateway;

import io.tallygate.gateway.key.KeyDirectory;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.gateway.key.LimitRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keys in a map; a key's id is its token with an i before it. */
final class TestKeys implements KeyDirectory {

  private final Map<String, KnownKey> keys = new ConcurrentHashMap<>();

  /** Adds a key and returns its token. */
  String add(String token, LimitRule... rules) {
    put(token, State.ACTIVE, List.of(rules));
    return token;
  }

  void revoke(String token) {
    put(token, State.REVOKED, List.of());
  }

  void block(String token) {
    put(token, State.BLOCKED, List.of());
  }

  private void put(String token, State state, List<LimitRule> rules) {
    Levels levels = new Levels(List.of(), List.of(), rules);
    keys.put(token, new KnownKey("i" + token, state, Life.NO_END, levels));
  }

  /** The key that was added with this token. */
  KnownKey key(String token) {
    return Objects.requireNonNull(keys.get(token));
  }

  @Override
  public @Nullable KnownKey find(String token) {
    return keys.get(token);
  }
}
