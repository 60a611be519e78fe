package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.ApiProblem.Code;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.key.AdminToken;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.header.HeaderFields;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.Gate;
import io.tallygate.policy.door.AddressLimits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Knows who asks by his token, and counts: the calls of each token, and the failures of each
 * address. A valid token is always let in, whatever its address did. Thread-safe.
 */
final class Doorkeeper implements AutoCloseable {

  /** Calls of one token. */
  static final Limit CALLS = new Limit("admin", 600, Duration.ofMinutes(1));

  private static final String BEARER = "Bearer ";

  private final AdminStore store;
  private final Counters calls;
  private final Counters failures;

  Doorkeeper(AdminStore store, Ticker ticker) {
    this.store = store;
    this.calls = new Counters(CALLS, ticker);
    this.failures = new Counters(Gate.FAILURES, ticker);
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
    Optional<AdminToken> found = secret.isEmpty() ? Optional.empty() : store.findValid(secret);
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
    calls.close();
    failures.close();
  }
}
