package io.tallygate.gateway.caller;

import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.clock.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that the upstream has proven to be callers, remembered for an hour, by HMAC only. Bounded:
 * one more pushes out the one that is forgotten first. Thread-safe.
 */
public final class ProvenTokens {

  static final int TOKENS_MAX = 1 << 16;
  private static final long REMEMBERED_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final String ALGORITHM = "HmacSHA256";
  private static final int ID_BYTES = 12; // of the HMAC; enough that no two tokens meet

  private final Limiter limiter;
  private final Ticker ticker;
  private final SecretKeySpec secret;
  private final ConcurrentHashMap<String, Proven> proven = new ConcurrentHashMap<>();

  private record Proven(Caller caller, long untilNanos) {}

  public ProvenTokens(Limiter limiter, Ticker ticker) {
    this.limiter = limiter;
    this.ticker = ticker;
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    this.secret = new SecretKeySpec(bytes, ALGORITHM);
  }

  /** What stands for the token from here on; the token cannot be found from it. */
  public String idOf(String token) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      byte[] sum = mac.doFinal(token.getBytes(StandardCharsets.UTF_8));
      return "tok_" + HexFormat.of().formatHex(sum, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** The token's caller; null while it is unproven. */
  public @Nullable Caller find(String id) {
    Proven found = proven.get(id);
    if (found == null) {
      return null;
    }
    if (found.untilNanos - ticker.monotonicNanos() < 0) {
      proven.remove(id, found);
      return null;
    }
    return found.caller;
  }

  /** The upstream has served a call with the token. */
  public void prove(String id) {
    long untilNanos = ticker.monotonicNanos() + REMEMBERED_NANOS;
    Proven before = proven.get(id);
    if (before == null && proven.size() >= TOKENS_MAX) {
      forgetOldest();
    }
    Caller caller = before != null ? before.caller : limiter.caller(Caller.Kind.KEY, id, List.of());
    proven.put(id, new Proven(caller, untilNanos));
  }

  /** The upstream has refused the token. */
  public void unprove(String id) {
    proven.remove(id);
  }

  public int size() {
    return proven.size();
  }

  private void forgetOldest() {
    long nowNanos = ticker.monotonicNanos();
    proven.values().removeIf(entry -> entry.untilNanos - nowNanos < 0);
    if (proven.size() >= TOKENS_MAX) {
      proven.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().untilNanos - nowNanos))
          .map(Map.Entry::getKey)
          .ifPresent(proven::remove);
    }
  }
}
