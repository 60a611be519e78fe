package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.admin.Counters;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.key.AdminToken;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.door.AddressLimits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets in who shows a token or a link. Failures are counted per address and over all; past either
 * limit nothing is looked up, not even what is right: the admin API, which a token opens at any
 * time, is the other way in. Thread-safe.
 */
final class LoginDoor implements AutoCloseable {

  /** Failures of one address. */
  static final Limit PER_ADDRESS = new Limit("logins", 10, Duration.ofMinutes(1));

  /** Failures of all addresses together. */
  static final Limit OVERALL = new Limit("all-logins", 100, Duration.ofMinutes(1));

  private static final String ALL = "all";

  private final Counters perAddress;
  private final Counters overall;

  LoginDoor(Ticker ticker) {
    this.perAddress = new Counters(PER_ADDRESS, ticker);
    this.overall = new Counters(OVERALL, ticker);
  }

  /** By a token's secret. */
  AdminToken byToken(AdminStore store, String secret, InetAddress address) {
    return pass(address, () -> store.findValid(secret), "The token is not valid.");
  }

  /**
   * By a link.
   *
   * @param use takes the link's one use
   */
  AdminToken byLink(AdminStore store, Supplier<Optional<String>> use, InetAddress address) {
    return pass(
        address,
        () -> use.get().flatMap(store::valid),
        "The link was used, or is older than 15 minutes. Log in with a token.");
  }

  private AdminToken pass(
      InetAddress address, Supplier<Optional<AdminToken>> look, String otherwise) {
    String id = AddressLimits.id(address);
    if (!perAddress.peek(Caller.Kind.ADDRESS, id).isAdmitted()
        || !overall.peek(Caller.Kind.ADDRESS, ALL).isAdmitted()) {
      throw new Refusal(429, "Too many failed logins. Wait a minute, then try again.");
    }
    Optional<AdminToken> token = look.get();
    if (token.isEmpty()) {
      Decision own = perAddress.decide(Caller.Kind.ADDRESS, id);
      overall.decide(Caller.Kind.ADDRESS, ALL);
      throw new Refusal(own.isAdmitted() ? 401 : 429, otherwise);
    }
    return token.get();
  }

  @Override
  public void close() {
    perAddress.close();
    overall.close();
  }
}
