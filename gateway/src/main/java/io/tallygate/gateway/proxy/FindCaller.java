package io.tallygate.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.tallygate.gateway.GatewayConfig.Authentication.Judge;
import io.tallygate.gateway.caller.AddressLimits;
import io.tallygate.gateway.caller.ProvenTokens;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.match.Match;
import io.tallygate.policy.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds whom the call is counted for: a key, a token, or the client's address. */
final class FindCaller implements Step {

  private static final String BEARER = "bearer ";

  /** A longer token is nobody's, and is not hashed to find out. */
  private static final int TOKEN_MAX = 4_096;

  @Override
  public void take(Exchange exchange) {
    if (exchange.match() instanceof Match.Open || isPreflight(exchange.request())) {
      AddressLimits addresses = exchange.context().addressLimits();
      exchange.countAs(addresses.caller(exchange.address()), addresses.open(), addresses.decider());
      exchange.proceed();
      return;
    }
    List<String> values =
        exchange
            .request()
            .headers()
            .getAll(exchange.context().config().authentication().keyHeader());
    String token = values.size() == 1 ? token(exchange, values.get(0)) : "";
    if (values.isEmpty() || (values.size() == 1 && token.isEmpty())) {
      fail(exchange, ErrorCode.MISSING_API_KEY);
    } else if (token.isEmpty() || token.length() > TOKEN_MAX) {
      fail(exchange, ErrorCode.INVALID_API_KEY);
    } else if (exchange.context().config().authentication().judge() == Judge.UPSTREAM) {
      countToken(exchange, token);
    } else {
      countKey(exchange, exchange.context().keys().find(token));
    }
  }

  private static void countKey(Exchange exchange, @Nullable KnownKey key) {
    if (key == null || !isCaller(key)) {
      fail(exchange, ErrorCode.INVALID_API_KEY);
      return;
    }
    exchange.identity(key.id());
    countAs(exchange, key);
    if (key.state() == State.BLOCKED) {
      exchange.answer(ErrorCode.KEY_BLOCKED); // with its own limits, and no failure of the address
    } else {
      exchange.proceed();
    }
  }

  /** Whether the key is somebody's, if only to be told that it is blocked. */
  private static boolean isCaller(KnownKey key) {
    return key.state() == State.ACTIVE || key.state() == State.BLOCKED;
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
   */
  static void withoutCharge(Exchange exchange) {
    ProxyContext context = exchange.context();
    List<String> values =
        exchange.request().headers().getAll(context.config().authentication().keyHeader());
    String token = values.size() == 1 ? token(exchange, values.get(0)) : "";
    boolean issued = context.config().authentication().judge() == Judge.ISSUED;
    KnownKey key =
        issued && !token.isEmpty() && token.length() <= TOKEN_MAX
            ? context.keys().find(token)
            : null;
    if (key != null && isCaller(key)) {
      countAs(exchange, key);
    } else {
      AddressLimits addresses = context.addressLimits();
      exchange.countAs(
          addresses.caller(exchange.address()), addresses.failures(), addresses.decider());
    }
  }

  /** A failure is charged to the address; what is over its limit is 429 in place of 401. */
  private static void fail(Exchange exchange, ErrorCode code) {
    AddressLimits addresses = exchange.context().addressLimits();
    exchange.countAs(
        addresses.caller(exchange.address()), addresses.failures(), addresses.decider());
    exchange.decide(
        () -> exchange.answer(exchange.decision().isAdmitted() ? code : ErrorCode.RATE_LIMITED));
  }

  /** The token in the field; empty where there is none. */
  private static String token(Exchange exchange, String value) {
    String field = exchange.context().config().authentication().keyHeader();
    if (!field.equalsIgnoreCase("Authorization")) {
      return value.strip();
    }
    return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? value.substring(BEARER.length()).strip()
        : "";
  }

  /** A CORS preflight, as browsers send it (Fetch standard, "CORS-preflight fetch"). */
  private static boolean isPreflight(HttpRequest request) {
    HttpHeaders headers = request.headers();
    return request.method().equals(HttpMethod.OPTIONS)
        && headers.contains(HttpHeaderNames.ORIGIN)
        && headers.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
  }
}
