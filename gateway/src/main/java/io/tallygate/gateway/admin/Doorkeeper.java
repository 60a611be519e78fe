package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.ApiProblem.Code;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.key.AdminToken;
import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.header.HeaderFields;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.policy.Gate;
import io.tallygate.policy.door.AddressLimits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Knows who asks by his token, and counts: the calls of each token, and the failures of each
 * address. A valid token is always let in, whatever its address did. Thread-safe.
 */
final class Doorkeeper implements AutoCloseable {

  /** Calls of one token. */
  static final Limit CALLS = new Limit("admin", 600, Duration.ofMinutes(1));

  private static final int SLOTS = 1 << 13; // 192 KiB each
  private static final String BEARER = "Bearer ";
  private static final int TOKEN_MAX = 512;

  private final AdminStore store;
  private final Counters calls;
  private final Counters failures;

  Doorkeeper(AdminStore store, Ticker ticker) {
    this.store = store;
    this.calls = new Counters(CALLS, ticker);
    this.failures = new Counters(Gate.FAILURES, ticker);
  }

  /** Limiters of their own, so that strangers crowd out no token's counter. */
  private static final class Counters {

    private final Limiter limiter;
    private final LimitSet limits;

    Counters(Limit limit, Ticker ticker) {
      // Such a ticker is read at each decision, and needs no thread that reads ahead.
      Ticker exact =
          new Ticker() {
            @Override
            public long monotonicNanos() {
              return ticker.monotonicNanos();
            }

            @Override
            public long wallMicros() {
              return ticker.wallMicros();
            }
          };
      this.limiter =
          new Limiter(
              LimiterConfig.DEFAULT
                  .withCounters(SLOTS)
                  .withEviction(Eviction.OLDEST)
                  .withTicker(exact));
      this.limits =
          limiter.limits(Group.of(limit.name(), List.of(limit), List.of()), WindowStart.FIRST_CALL);
    }

    Decision decide(Caller.Kind kind, String id) {
      Decision decision = new Decision();
      limiter.decide(Call.of(limiter.caller(kind, id, List.of()), limits), decision);
      return decision;
    }
  }

  /**
   * The token of a request, which is valid now.
   *
   * @param authorization the header field; empty if it was not sent
   * @param fields is handed the header fields of a refusal
   */
  AdminToken token(String authorization, InetAddress address, BiConsumer<String, String> fields) {
    boolean isBearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    String secret = isBearer ? authorization.substring(BEARER.length()).strip() : "";
    Optional<AdminToken> found = secret.isEmpty() ? Optional.empty() : find(secret);
    if (found.isPresent()) {
      return found.get();
    }
    fields.accept("WWW-Authenticate", "Bearer");
    Decision decision = failures.decide(Caller.Kind.ADDRESS, AddressLimits.id(address));
    if (!decision.isAdmitted()) {
      HeaderFields.write(decision, HeaderFields.Ietf.DRAFT_10, fields);
      throw new ApiProblem(Code.RATE_LIMITED, "too many requests without a valid token");
    }
    throw secret.isEmpty()
        ? new ApiProblem(
            Code.MISSING_TOKEN, "token must be sent as Authorization: Bearer …", "Authorization")
        : new ApiProblem(
            Code.INVALID_TOKEN,
            "token must be known, not revoked and not expired",
            "Authorization");
  }

  private Optional<AdminToken> find(String secret) {
    boolean mayBeOne =
        secret.length() <= TOKEN_MAX
            && AdminToken.FORMAT.looksIssued(secret)
            && AdminToken.FORMAT.checksumHolds(secret);
    return mayBeOne ? store.find(secret).filter(this::isValid) : Optional.empty();
  }

  private boolean isValid(AdminToken token) {
    return !token.isRevoked() && !token.isExpiredAt(store.nowSecond());
  }

  /** Counts a call of a token. */
  void charge(AdminToken token, BiConsumer<String, String> fields) {
    Decision decision = calls.decide(Caller.Kind.KEY, token.id());
    HeaderFields.write(decision, HeaderFields.Ietf.DRAFT_10, fields);
    if (!decision.isAdmitted()) {
      throw new ApiProblem(Code.RATE_LIMITED, "the rate limit is exceeded");
    }
  }

  @Override
  public void close() {
    calls.limiter.close();
    failures.limiter.close();
  }
}
