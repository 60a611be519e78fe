package io.tallygate.gateway.dashboard.session;

import io.tallygate.gateway.key.KeyHash;
import io.tallygate.limiter.clock.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All who are logged in, in memory: a restart logs everybody out. A session's cookie is always made
 * here, never taken from a browser. Thread-safe.
 */
public final class Sessions {

  /** A session ends when nothing was asked for so long. */
  public static final Duration IDLE_MAX = Duration.ofMinutes(30);

  /** A session ends after this time in any case. */
  public static final Duration LIFE_MAX = Duration.ofHours(12);

  /** At most this many at a time; one more ends the one that was idle longest. */
  public static final int SESSIONS_MAX = 256;

  /** Of one token at most this many, so that nobody pushes others out. */
  public static final int PER_TOKEN_MAX = 16;

  private final Ticker ticker;
  private final SecureRandom random = new SecureRandom();
  private final Map<KeyHash, Session> sessions = new HashMap<>(); // guarded by this

  public Sessions(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * A session that has just begun.
   *
   * @param cookie what its browser is to show; kept nowhere
   */
  public record Opened(String cookie, Session session) {

    /** For logs: never the cookie. */
    @Override
    public String toString() {
      return session.tokenId();
    }
  }

  public synchronized Opened open(String tokenId) {
    long now = ticker.monotonicNanos();
    sessions.values().removeIf(session -> session.isOver(now));
    evict(session -> session.tokenId().equals(tokenId), PER_TOKEN_MAX, now);
    evict(session -> true, SESSIONS_MAX, now);
    String cookie = RandomText.of(random);
    Session session = new Session(tokenId, RandomText.of(random), now);
    sessions.put(KeyHash.of(cookie), session);
    return new Opened(cookie, session);
  }

  /** Ends the one of these that was idle longest, if there is no room for another. */
  private void evict(Predicate<Session> these, int max, long now) {
    if (sessions.values().stream().filter(these).count() >= max) {
      sessions.entrySet().stream()
          .filter(entry -> these.test(entry.getValue()))
          .min(Comparator.comparingLong(entry -> entry.getValue().seenNanos() - now))
          .map(Map.Entry::getKey)
          .ifPresent(sessions::remove);
    }
  }

  /** The session of a cookie, which from now on is idle anew. */
  public Optional<Session> find(String cookie) {
    Optional<Session> found = peek(cookie);
    found.ifPresent(session -> session.seen(ticker.monotonicNanos()));
    return found;
  }

  /** The session of a cookie, for what goes on without anybody asking. */
  public synchronized Optional<Session> peek(String cookie) {
    if (!RandomText.looksSo(cookie)) {
      return Optional.empty();
    }
    KeyHash hash = KeyHash.of(cookie);
    Session session = sessions.get(hash);
    if (session != null && session.isOver(ticker.monotonicNanos())) {
      sessions.remove(hash);
      return Optional.empty();
    }
    return Optional.ofNullable(session);
  }

  /** Ends the session of a cookie, if there is one. */
  public synchronized void end(String cookie) {
    if (RandomText.looksSo(cookie)) {
      sessions.remove(KeyHash.of(cookie));
    }
  }

  /** Ends all sessions that a token opened. */
  public synchronized void endOf(String tokenId) {
    sessions.values().removeIf(session -> session.tokenId().equals(tokenId));
  }

  public synchronized int size() {
    return sessions.size();
  }
}
