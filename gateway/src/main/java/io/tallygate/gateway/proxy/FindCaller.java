package io.tallygate.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.tallygate.gateway.GatewayConfig.Authentication.Judge;
import io.tallygate.gateway.caller.AddressLimits;
import io.tallygate.gateway.caller.ProvenTokens;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.match.Match;
import io.tallygate.policy.ErrorCode;
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
    Shown shown = Shown.by(exchange);
    if (shown instanceof Shown.Nothing) {
      fail(exchange, ErrorCode.MISSING_API_KEY);
    } else if (!(shown instanceof Shown.Token token)) {
      fail(exchange, ErrorCode.INVALID_API_KEY);
    } else if (exchange.context().config().authentication().judge() == Judge.UPSTREAM) {
      countToken(exchange, token.text());
    } else {
      countKey(exchange, served(exchange.context(), token.text()));
    }
  }

  /** The key that a token is, if calls with it are served; else null. */
  static @Nullable ApiKey served(ProxyContext context, String token) {
    ApiKey key = context.keys().find(token);
    return key != null && key.state() == ApiKey.State.ACTIVE ? key : null;
  }

  private static void countKey(Exchange exchange, @Nullable ApiKey key) {
    if (key == null) {
      fail(exchange, ErrorCode.INVALID_API_KEY);
      return;
    }
    exchange.identity(key.id());
    exchange.countAs(
        exchange.context().keyCallers().of(key),
        exchange.policy().limits(exchange.match()),
        exchange.context().decider());
    exchange.proceed();
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
   */
  static void withoutCharge(Exchange exchange) {
    ProxyContext context = exchange.context();
    boolean issued = context.config().authentication().judge() == Judge.ISSUED;
    ApiKey key =
        issued && Shown.by(exchange) instanceof Shown.Token token
            ? served(context, token.text())
            : null;
    if (key != null) {
      exchange.countAs(
          context.keyCallers().of(key),
          exchange.policy().limits(exchange.match()),
          context.decider());
    } else {
      AddressLimits addresses = context.addressLimits();
      exchange.countAs(
          addresses.caller(exchange.address()), addresses.failures(), addresses.decider());
    }
  }

  /** A failure is charged to the address; what is over its limit is 429 in place of 401. */
  static void fail(Exchange exchange, ErrorCode code) {
    AddressLimits addresses = exchange.context().addressLimits();
    exchange.countAs(
        addresses.caller(exchange.address()), addresses.failures(), addresses.decider());
    exchange.decide(
        () -> exchange.answer(exchange.decision().isAdmitted() ? code : ErrorCode.RATE_LIMITED));
  }

  /** A CORS preflight, as browsers send it (Fetch standard, "CORS-preflight fetch"). */
  private static boolean isPreflight(HttpRequest request) {
    HttpHeaders headers = request.headers();
    return request.method().equals(HttpMethod.OPTIONS)
        && headers.contains(HttpHeaderNames.ORIGIN)
        && headers.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
  }
}
