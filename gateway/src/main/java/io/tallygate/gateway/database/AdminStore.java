package io.tallygate.gateway.database;

import io.tallygate.gateway.alert.AlertConfig.Destinations;
import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.alert.EventStore;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.AdminToken;
import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.IssuedToken;
import io.tallygate.gateway.key.KeyHash;
import io.tallygate.limiter.clock.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The database as the admin API needs it: for many actors, whom it knows by their tokens.
 * Thread-safe.
 */
public final class AdminStore implements AutoCloseable {

  /** How long an answer is kept for who sends the same request again. */
  public static final Duration RETRY_WITHIN = Duration.ofHours(24);

  /** After this time nobody works on a request any more: what was begun may be begun anew. */
  static final Duration WORK_MAX = Duration.ofMinutes(1);

  private static final long USED_EVERY_SECONDS = 60;

  private final Location location;
  private final Ticker ticker;
  private final Destinations destinations;
  private Database database; // guarded by this

  private AdminStore(Location location, Ticker ticker, Destinations destinations) {
    this.location = location;
    this.ticker = ticker;
    this.destinations = destinations;
    this.database = Database.openExisting(location);
  }

  /**
   * Opens a database whose tables are there.
   *
   * @throws io.tallygate.gateway.key.DataException if it cannot be used
   */
  public static AdminStore open(Location location, Ticker ticker) {
    return open(location, ticker, Destinations.PUBLIC);
  }

  /**
   * Opens a database whose tables are there.
   *
   * @param destinations where alerts may go
   * @throws io.tallygate.gateway.key.DataException if it cannot be used
   */
  public static AdminStore open(Location location, Ticker ticker, Destinations destinations) {
    return new AdminStore(location, ticker, destinations);
  }

  /** What one actor may do; not to be closed. */
  public Administration as(Actor actor) {
    return new StoredAdministration(database(), ticker, actor);
  }

  /** What one actor may do with alerts. */
  public Alerts alerts(Actor actor) {
    return new StoredAlerts(database(), ticker, actor, destinations);
  }

  /** What is told of this database, over a connection of its own; to be closed. */
  public EventStore events() {
    return StoredEvents.open(location, destinations, ticker);
  }

  /** If the file was replaced under us, the one that is there now. */
  private synchronized Database database() {
    if (!database.isWithin() && database.backend().isStale()) {
      Database now = Database.openExisting(location);
      database.close();
      database = now;
    }
    return database;
  }

  /** Usage in the same database, by connections of its own; to be closed. */
  public StoredUsage usage() {
    return StoredUsage.open(location);
  }

  public long nowSecond() {
    return ticker.wallMicros() / 1_000_000;
  }

  /** A token that has all rights, if there is none at all. */
  public Optional<IssuedToken> createFirst() {
    Actor server = new Actor(Actor.Kind.SERVER, "server");
    return new StoredTokens(new Session(database(), ticker, server)).createFirst("first");
  }

  /** The token of a secret, whatever became of it. */
  public Optional<AdminToken> find(String secret) {
    KeyHash hash = KeyHash.of(secret);
    return database().once(handle -> TokenTable.find(handle, hash));
  }

  /** The token of a secret, if it is valid now. What was never issued is not looked up. */
  public Optional<AdminToken> findValid(String secret) {
    if (!AdminToken.FORMAT.looksIssued(secret) || !AdminToken.FORMAT.checksumHolds(secret)) {
      return Optional.empty();
    }
    return find(secret).filter(this::isValid);
  }

  /** The token of an id, if it is valid now. */
  public Optional<AdminToken> valid(String id) {
    return database().once(handle -> TokenTable.byId(handle, id)).filter(this::isValid);
  }

  private boolean isValid(AdminToken token) {
    return !token.isRevoked() && !token.isExpiredAt(nowSecond());
  }

  /** Notes that a token was used, if that is not known yet to the minute. */
  public void used(AdminToken token) {
    long now = nowSecond();
    if (now - token.life().lastUsedSecond() >= USED_EVERY_SECONDS) {
      database().note(handle -> TokenTable.used(handle, token.id(), now));
    }
  }

  /** Does all of it or nothing, through whatever of this store it goes. */
  public <T> T together(Supplier<T> work) {
    return database().note(handle -> work.get());
  }

  /** What was begun under the same name before; if nothing was, it is begun now. */
  public Optional<Retry.Begun> begin(Retry retry) {
    long now = nowSecond();
    return database()
        .note(
            handle -> {
              RetryTable.forgetBefore(handle, now - RETRY_WITHIN.toSeconds());
              RetryTable.forgetUnfinishedBefore(handle, now - WORK_MAX.toSeconds());
              if (RetryTable.insert(handle, retry, now) > 0) {
                return Optional.empty();
              }
              Optional<Retry.Begun> before = RetryTable.find(handle, retry);
              if (before.isEmpty()) {
                throw new DataException(
                    Reason.CONFLICT, "request was given up elsewhere just now; send it again");
              }
              return before;
            });
  }

  /** Keeps the answer. */
  public void finish(Retry retry, byte[] encrypted) {
    database().note(handle -> RetryTable.finish(handle, retry, encrypted));
  }

  /** Forgets what was begun: nothing was done. */
  public void abandon(Retry retry) {
    database().note(handle -> RetryTable.delete(handle, retry));
  }

  @Override
  public synchronized void close() {
    database.close();
  }
}
