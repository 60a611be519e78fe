package io.tallygate.examples.spring;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The ids of keys; a real service would ask its database. Thread-safe. */
@Component
final class Keys {

  private final Map<String, String> ids =
      new ConcurrentHashMap<>(Map.of("red", "key_1", "blue", "key_2"));

  void add(String key, String id) {
    ids.put(key, id);
  }

  /** The id of a key; null if it is nobody's. */
  @Nullable String id(String key) {
    return ids.get(key);
  }
}
