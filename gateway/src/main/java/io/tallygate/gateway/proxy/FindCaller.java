package io.tallygate.gateway.proxy;

import io.netty.handler.codec.http.HttpRequest;
import io.tallygate.gateway.GatewayConfig.Authentication.Judge;
import io.tallygate.gateway.caller.ProvenTokens;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.match.Match;
import io.tallygate.policy.ErrorCode;
import io.tallygate.policy.door.AddressLimits;
import io.tallygate.policy.door.CrossOrigin;
import io.tallygate.policy.door.Shown;
import org.jspecify.annotations.Nullable;

/** Finds whom the call is counted for: a key, a token, or the client's address. */
final class FindCaller implements Step {

  @Override
  public void take(Exchange exchange) {
    if (exchange.match() instanceof Match.Open || isPreflight(exchange.request())) {
      AddressLimits addresses = exchange.context().addressLimits();
      exchange.countAs(addresses.caller(exchange.address()), addresses.open(), addresses.decider());
      exchange.proceed();
      return;
    }
    Shown shown = exchange.shown();
    if (shown instanceof Shown.Nothing) {
      fail(exchange, ErrorCode.MISSING_API_KEY);
    } else if (!(shown instanceof Shown.Token token)) {
      fail(exchange, ErrorCode.INVALID_API_KEY);
    } else if (exchange.context().config().authentication().judge() == Judge.UPSTREAM) {
      countToken(exchange, token.text());
    } else {
      countKey(exchange, caller(exchange.context(), token.text()));
    }
  }

  /** The key that a token is, if it is somebody's, and be it blocked; else null. */
  static @Nullable KnownKey caller(ProxyContext context, String token) {
    KnownKey key = context.keys().find(token);
    return key != null && (key.state() == State.ACTIVE || key.state() == State.BLOCKED)
        ? key
        : null;
  }

  private static void countKey(Exchange exchange, @Nullable KnownKey key) {
    if (key == null) {
      fail(exchange, ErrorCode.INVALID_API_KEY);
      return;
    }
    if (key.state() == State.BLOCKED) {
      refuseBlocked(exchange, key);
    } else {
      exchange.identity(key.id());
      countAs(exchange, key);
      exchange.proceed();
    }
  }

  /** With the key's own limits, and no failure of the address. */
  static void refuseBlocked(Exchange exchange, KnownKey key) {
    exchange.identity(key.id());
    countAs(exchange, key);
    exchange.answer(ErrorCode.KEY_BLOCKED);
  }

  private static void countAs(Exchange exchange, KnownKey key) {
    exchange.countAs(
        exchange.context().keyCallers().of(key, exchange.policy().published()),
        exchange.policy().limits(exchange.match()),
        exchange.context().decider());
  }

  private static void countToken(Exchange exchange, String token) {
    ProvenTokens tokens = exchange.context().provenTokens();
    String id = tokens.idOf(token);
    exchange.tokenId(id);
    Caller caller = tokens.find(id);
    if (caller != null) {
      exchange.identity(id);
      exchange.countAs(
          caller, exchange.policy().limits(exchange.match()), exchange.context().decider());
    } else {
      AddressLimits addresses = exchange.context().addressLimits();
      exchange.countAs(
          addresses.caller(exchange.address()), addresses.unproven(), addresses.decider());
    }
    exchange.proceed();
  }

  /**
   * Finds whose limits an answer shows that comes before anybody was asked for a key: the key's if
   * it is valid, else the address's.
   *
   * @return whether a key was shown that is nobody's. That is a failure here too, and charged as
   *     one: else whoever asks for a path that is refused could try out keys and never be counted
   */
  static boolean unasked(Exchange exchange) {
    ProxyContext context = exchange.context();
    boolean issued = context.config().authentication().judge() == Judge.ISSUED;
    Shown shown = issued ? exchange.shown() : new Shown.Nothing();
    KnownKey key = shown instanceof Shown.Token token ? caller(context, token.text()) : null;
    if (key != null) {
      countAs(exchange, key);
      return false;
    }
    AddressLimits addresses = context.addressLimits();
    exchange.countAs(
        addresses.caller(exchange.address()), addresses.failures(), addresses.decider());
    return !(shown instanceof Shown.Nothing);
  }

  /** A failure is charged to the address; what is over its limit is 429 in place of 401. */
  static void fail(Exchange exchange, ErrorCode code) {
    AddressLimits addresses = exchange.context().addressLimits();
    exchange.countAs(
        addresses.caller(exchange.address()), addresses.failures(), addresses.decider());
    exchange.decide(
        () -> exchange.answer(exchange.decision().isAdmitted() ? code : ErrorCode.RATE_LIMITED));
  }

  private static boolean isPreflight(HttpRequest request) {
    return CrossOrigin.isPreflight(request.method().name(), request.headers()::contains);
  }
}
