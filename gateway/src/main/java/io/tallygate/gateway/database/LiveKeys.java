package io.tallygate.gateway.database;

import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DrainHandler;
import io.tallygate.gateway.key.DrainResult;
import io.tallygate.gateway.key.DrainResult.Refused;
import io.tallygate.gateway.key.KeyDirectory;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.KeyHash;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.limiter.clock.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a database in memory, as a server needs them: what any process writes there is known
 * here within {@link #SEEN_WITHIN}. Thread-safe; close it to end its thread.
 */
public final class LiveKeys implements KeyDirectory, AutoCloseable {

  /*
   * One thread looks every 100 ms whether the count of changes has moved, and if so reads the keys,
   * owners and plans that have a later change than the last it knows. Callers read a map.
   *
   * Invariants (the test of each has its name):
   *   find_afterWriteElsewhere_isSeenWithin250Millis
   *   find_afterAnotherKeyChanged_hasTheSameLevels
   *   find_whileDatabaseIsGone_answersAsBefore
   *   find_afterDatabaseWasReplaced_knowsTheNewKeys
   */

  /** How long it takes at most until a write is known here. */
  public static final Duration SEEN_WITHIN = Duration.ofMillis(250);

  /** A longer token is not hashed; it is no key. */
  public static final int TOKEN_MAX = 512;

  /** How often it is written which keys were used. */
  static final Duration USES_EVERY = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(LiveKeys.class);

  private static final long POLL_NANOS = 100_000_000;

  private final Location location;
  private final Ticker ticker;
  private final Thread watcher;
  private final Uses uses = new Uses();
  private volatile Snapshot snapshot = new Snapshot(uses);
  private volatile long coarseSecond;
  private volatile long refreshedNanos;
  private volatile @Nullable KeyFormat format;
  private volatile @Nullable DrainHandler drainHandler;
  private volatile String trouble = "";
  private volatile boolean closed;

  // Of the watcher alone, once it runs.
  private @Nullable Database database;
  private long usesNanos;

  private LiveKeys(Location location, Ticker ticker) {
    this.location = location;
    this.ticker = ticker;
    this.usesNanos = ticker.monotonicNanos();
    this.coarseSecond = nowSecond();
    this.refreshedNanos = ticker.monotonicNanos();
    this.watcher = new Thread(this::watch, "tallygate-keys");
    watcher.setDaemon(true);
  }

  /**
   * Opens the keys of a database; makes it where there is none.
   *
   * @throws DataException if they cannot be read, or are a newer Tallygate's
   */
  public static LiveKeys open(Location location, Ticker ticker) {
    LiveKeys keys = new LiveKeys(location, ticker);
    keys.database = Database.open(location);
    keys.refresh();
    keys.watcher.start();
    return keys;
  }

  @Override
  public @Nullable KnownKey find(String token) {
    if (token.length() > TOKEN_MAX) {
      return null;
    }
    KeyFormat known = format;
    if (known != null && known.looksIssued(token) && !known.checksumHolds(token)) {
      return null;
    }
    Snapshot.Secret secret = snapshot.find(KeyHash.of(token));
    if (secret == null || (secret.untilSecond() != Life.NO_END && hasCome(secret.untilSecond()))) {
      return null;
    }
    KnownKey key = secret.key();
    if (key.state() == State.REVOKED) {
      return key;
    }
    if (key.expirySecond() != Life.NO_END && hasCome(key.expirySecond())) {
      return new KnownKey(key.id(), State.EXPIRED, key.expirySecond(), key.levels());
    }
    secret.use().at(coarseSecond);
    return key;
  }

  @Override
  public @Nullable KnownKey byId(String id) {
    return snapshot.byId(id);
  }

  private boolean hasCome(long second) {
    return nowSecond() >= second;
  }

  private long nowSecond() {
    return ticker.wallMicros() / 1_000_000;
  }

  @Override
  public String trouble() {
    return trouble;
  }

  @Override
  public Duration age() {
    return Duration.ofNanos(Math.max(ticker.monotonicNanos() - refreshedNanos, 0));
  }

  /** How many secrets there are, of revoked keys and replaced ones too. */
  @Override
  public int size() {
    return snapshot.size();
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
      coarseSecond = nowSecond();
      attempt();
    }
    try {
      writeUses();
    } catch (DataException e) {
      LOG.warn("last uses are not written: cause={}", e.getMessage());
    }
    closeDatabase();
  }

  private void attempt() {
    try {
      Database current = refresh();
      drain(current);
      if (ticker.monotonicNanos() - usesNanos >= USES_EVERY.toNanos()) {
        usesNanos = ticker.monotonicNanos();
        writeUses();
      }
      recovered();
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private Database refresh() {
    Database current = database;
    if (current == null || current.backend().isStale()) {
      closeDatabase();
      current = Database.openExisting(location);
      database = current;
      long loadedNanos = ticker.monotonicNanos();
      snapshot = Snapshot.load(current, uses);
      refreshedNanos = loadedNanos;
      return current;
    }
    Snapshot known = snapshot;
    long lookedNanos = ticker.monotonicNanos();
    long change = current.once(Snapshot::change);
    if (change < known.lastChange() || known.isEmpty()) {
      // An older state was restored into the open database; or this is the first look.
      snapshot = Snapshot.load(current, uses);
    } else if (change > known.lastChange()) {
      known.update(current);
    }
    refreshedNanos = lookedNanos;
    return current;
  }

  private void drain(Database current) {
    DrainHandler handler = drainHandler;
    if (handler == null) {
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
    KnownKey key = snapshot.byId(request.keyId());
    if (key == null) {
      return new Refused("no such key: id=" + request.keyId());
    }
    try {
      return handler.drain(key, request.group());
    } catch (RuntimeException e) {
      LOG.error("drain failed: id={} group={}", key.id(), request.group(), e);
      return new Refused("the server failed; its log says why");
    }
  }

  private void writeUses() {
    Database current = database;
    if (current != null) {
      uses.write(current);
    }
  }

  private void recovered() {
    if (!trouble.isEmpty()) {
      trouble = "";
      LOG.info("keys can be read again: {} keys={}", location, size());
    }
  }

  private void failed(RuntimeException e) {
    closeDatabase(); // and read all anew: it may not be what it was
    if (trouble.isEmpty()) {
      trouble = "keys cannot be read, see the log";
      LOG.warn(
          "keys cannot be read, the {} known ones stay: {} cause={}",
          size(),
          location,
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
