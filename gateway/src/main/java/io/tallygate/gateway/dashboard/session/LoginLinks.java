package io.tallygate.gateway.dashboard.session;

import io.tallygate.gateway.key.KeyHash;
import io.tallygate.limiter.clock.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Links by which one logs in once, without a token at hand. Thread-safe. */
public final class LoginLinks {

  /** How long a link may be used. */
  public static final Duration VALID = Duration.ofMinutes(15);

  /** At most this many at a time; one more ends the oldest. */
  public static final int LINKS_MAX = 8;

  private record Link(String tokenId, long madeNanos) {}

  private final Ticker ticker;
  private final SecureRandom random = new SecureRandom();
  private final Map<KeyHash, Link> links = new LinkedHashMap<>(); // guarded by this

  public LoginLinks(Ticker ticker) {
    this.ticker = ticker;
  }

  /** A secret that logs in as this token, once. */
  public synchronized String issue(String tokenId) {
    if (links.size() >= LINKS_MAX) {
      links.remove(links.keySet().iterator().next());
    }
    String secret = RandomText.of(random);
    links.put(KeyHash.of(secret), new Link(tokenId, ticker.monotonicNanos()));
    return secret;
  }

  /** As which token a link logs in; after this it does no more. */
  public synchronized Optional<String> use(String secret) {
    return RandomText.looksSo(secret) ? valid(links.remove(KeyHash.of(secret))) : Optional.empty();
  }

  /** Whether a link would log in. */
  public synchronized boolean isValid(String secret) {
    return RandomText.looksSo(secret) && valid(links.get(KeyHash.of(secret))).isPresent();
  }

  private Optional<String> valid(@Nullable Link link) {
    return Optional.ofNullable(link)
        .filter(one -> ticker.monotonicNanos() - one.madeNanos() < VALID.toNanos())
        .map(Link::tokenId);
  }
}
