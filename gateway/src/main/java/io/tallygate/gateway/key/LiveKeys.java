package io.tallygate.gateway.key;

import io.tallygate.gateway.key.DrainResult.Refused;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.LimitOverride;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a data folder in memory, as a server needs them: what any process writes there is
 * known here within {@link #SEEN_WITHIN}. Thread-safe; close it to end its thread.
 */
public final class LiveKeys implements KeyDirectory, AutoCloseable {

  /*
   * One thread looks every 50 ms whether SQLite's data_version has moved, and if so reads the keys
   * whose change is newer than the newest it knows. Callers read an immutable map.
   *
   * Invariants (the test of each has its name):
   *   find_afterWriteElsewhere_isSeenWithin250Millis
   *   find_afterAnotherKeyChanged_isTheSameInstance
   *   find_whileDatabaseIsGone_answersAsBefore
   *   find_afterDatabaseWasReplaced_knowsTheNewKeys
   */

  /** How long it takes at most until a write is known here. */
  public static final Duration SEEN_WITHIN = Duration.ofMillis(250);

  /** A longer token is not hashed; it is no key. */
  public static final int TOKEN_MAX = 512;

  private static final Logger LOG = LoggerFactory.getLogger(LiveKeys.class);

  private static final long POLL_NANOS = 50_000_000; // a look costs some 50 us
  private static final long LOG_EVERY_NANOS = 60_000_000_000L;

  private final Path data;
  private final Ticker ticker;
  private final Thread watcher;
  private volatile Map<KeyHash, ApiKey> keys = Map.of(); // never written to once it is here
  private volatile @Nullable KeyFormat format;
  private volatile @Nullable DrainHandler drainHandler;
  private volatile String trouble = "";
  private volatile boolean closed;

  // Of the watcher alone, once it runs.
  private @Nullable Database database;
  private long dataVersion;
  private long lastChange;
  private long loggedNanos;

  private LiveKeys(Path data, Ticker ticker) {
    this.data = data;
    this.ticker = ticker;
    this.loggedNanos = ticker.monotonicNanos() - LOG_EVERY_NANOS;
    this.watcher = new Thread(this::watch, "tallygate-keys");
    watcher.setDaemon(true);
  }

  /**
   * Opens the keys of a folder; makes folder and database where there are none.
   *
   * @throws DataException if they cannot be read, or are a newer Tallygate's
   */
  public static LiveKeys open(Path data, Ticker ticker) {
    LiveKeys keys = new LiveKeys(data, ticker);
    keys.database = Database.open(data, Database.Missing.CREATE);
    keys.refresh();
    keys.watcher.start();
    return keys;
  }

  @Override
  public @Nullable ApiKey find(String token) {
    if (token.length() > TOKEN_MAX) {
      return null;
    }
    KeyFormat known = format;
    if (known != null && known.looksIssued(token) && !known.checksumHolds(token)) {
      return null;
    }
    return keys.get(KeyHash.of(token));
  }

  @Override
  public String trouble() {
    return trouble;
  }

  /** How many keys there are, revoked ones included. */
  public int size() {
    return keys.size();
  }

  /** How issued keys look: a token that looks so but has a wrong checksum is not looked up. */
  public void format(KeyFormat value) {
    this.format = value;
  }

  /** Who answers requests to drain; until then they wait. */
  public void onDrain(DrainHandler handler) {
    this.drainHandler = handler;
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(this, POLL_NANOS);
      try {
        refresh();
        drain();
        recovered();
      } catch (RuntimeException e) {
        failed(e);
      }
    }
    closeDatabase();
  }

  private void refresh() {
    Database current = database;
    if (current == null || current.isStale()) {
      closeDatabase();
      current = Database.open(data, Database.Missing.REFUSE);
      database = current;
      dataVersion = -1;
      lastChange = 0;
    }
    long version = current.dataVersion();
    if (version != dataVersion) {
      load(current);
      dataVersion = version; // read before the keys: a write meanwhile is read again
    }
  }

  private void load(Database current) {
    Map<KeyHash, ApiKey> before = keys;
    Map<KeyHash, ApiKey> after = lastChange == 0 ? new HashMap<>() : new HashMap<>(before);
    long newest =
        current.read(
            () -> {
              Map<String, List<LimitOverride>> overrides = changedOverrides(current);
              current.query(
                  "SELECT * FROM api_key WHERE change > ?",
                  row -> {
                    KeyHash hash = KeyHash.ofBytes(row.getBytes("hash"));
                    List<LimitOverride> own =
                        overrides.getOrDefault(row.getString("id"), List.of());
                    ApiKey key = SqliteKeys.readKey(row, own);
                    return after.put(hash, keep(before.get(hash), key));
                  },
                  lastChange);
              return current.number("SELECT coalesce(max(change), 0) FROM api_key");
            });
    if (newest < lastChange) { // an older state was restored into the open file
      lastChange = 0;
      load(current);
      return;
    }
    lastChange = newest;
    keys = after;
  }

  private Map<String, List<LimitOverride>> changedOverrides(Database current) {
    long nowSecond = ticker.wallMicros() / 1_000_000;
    Map<String, List<LimitOverride>> overrides = new HashMap<>();
    current.query(
        "SELECT limit_override.* FROM limit_override JOIN api_key ON api_key.id = key_id"
            + " WHERE change > ? AND until_second > ?",
        row ->
            overrides
                .computeIfAbsent(row.getString("key_id"), id -> new ArrayList<>())
                .add(SqliteKeys.readOverride(row)),
        lastChange,
        nowSecond);
    return overrides;
  }

  /** What has not changed stays the same instance: callers keep things by it. */
  private static ApiKey keep(@Nullable ApiKey before, ApiKey now) {
    if (before == null || !before.overrides().equals(now.overrides())) {
      return now;
    }
    if (before.equals(now)) {
      return before;
    }
    return new ApiKey(
        now.id(), now.name(), now.lastFour(), now.createdSecond(), now.state(), before.overrides());
  }

  private void drain() {
    DrainHandler handler = drainHandler;
    Database current = database;
    if (handler == null || current == null) {
      return;
    }
    DrainRequest requests = new DrainRequest(current, ticker);
    List<DrainRequest.Open> open = requests.open();
    if (open.isEmpty()) {
      return;
    }
    requests.forgetOld();
    for (DrainRequest.Open request : open) {
      if (requests.take(request)) {
        requests.answer(request, drain(handler, request));
      }
    }
  }

  private DrainResult drain(DrainHandler handler, DrainRequest.Open request) {
    for (ApiKey key : keys.values()) {
      if (key.id().equals(request.keyId())) {
        try {
          return handler.drain(key, request.group());
        } catch (RuntimeException e) {
          LOG.error("drain failed: id={} group={}", key.id(), request.group(), e);
          return new Refused("the server failed; its log says why");
        }
      }
    }
    return new Refused("no such key: id=" + request.keyId());
  }

  private void recovered() {
    if (!trouble.isEmpty()) {
      trouble = "";
      LOG.info("keys can be read again: data={} keys={}", data, keys.size());
    }
  }

  private void failed(RuntimeException e) {
    trouble = "keys cannot be read, see the log";
    long nowNanos = ticker.monotonicNanos();
    if (nowNanos - loggedNanos >= LOG_EVERY_NANOS) {
      loggedNanos = nowNanos;
      LOG.warn(
          "keys cannot be read, the {} known ones stay: data={} cause={}",
          keys.size(),
          data,
          e.getMessage());
    }
  }

  private void closeDatabase() {
    Database current = database;
    database = null;
    if (current != null) {
      current.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watcher);
    try {
      watcher.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
