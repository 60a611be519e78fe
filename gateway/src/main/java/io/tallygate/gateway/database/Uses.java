package io.tallygate.gateway.database;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.statement.PreparedBatch;

/** When each key was used last: noted at each call in memory, and written now and then. */
final class Uses {

  private final Map<String, Use> byKey = new ConcurrentHashMap<>();

  /** Of one key. */
  static final class Use {

    private final AtomicLong second = new AtomicLong();
    private long writtenSecond; // of the watcher alone

    /** Notes a use; most calls find that it is noted already. */
    void at(long value) {
      if (second.getPlain() != value) {
        second.setRelease(value);
      }
    }
  }

  Use of(String keyId) {
    return byKey.computeIfAbsent(keyId, id -> new Use());
  }

  /**
   * Writes what is new, in one transaction. No change for servers: each key's version stays. Only
   * one thread may do it.
   */
  void write(Database database) {
    Map<String, Long> fresh = new HashMap<>();
    byKey.forEach(
        (id, use) -> {
          long second = use.second.get();
          if (second > use.writtenSecond) {
            fresh.put(id, second);
          }
        });
    if (fresh.isEmpty()) {
      return;
    }
    database.note(
        handle -> {
          PreparedBatch batch =
              handle.prepareBatch(
                  "UPDATE api_key SET last_used_second = :second"
                      + " WHERE id = :id AND last_used_second < :second");
          fresh.forEach((id, second) -> batch.bind("id", id).bind("second", second).add());
          return batch.execute().length;
        });
    fresh.forEach((id, second) -> of(id).writtenSecond = second);
  }
}
