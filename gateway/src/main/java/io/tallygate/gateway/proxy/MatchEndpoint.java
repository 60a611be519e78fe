package io.tallygate.gateway.proxy;

import io.tallygate.limiter.match.Match;
import io.tallygate.policy.ErrorCode;

/** Finds which endpoint of the policy the request means. */
final class MatchEndpoint implements Step {

  @Override
  public void take(Exchange exchange) {
    if (exchange.path().equals("*")) { // OPTIONS about the whole server: no endpoint, so other
      exchange.proceed();
      return;
    }
    Match match = exchange.policy().match(exchange.request().method().name(), exchange.path());
    exchange.match(match);
    if (match instanceof Match.Ambiguous) {
      exchange.answer(ErrorCode.AMBIGUOUS_PATH);
    } else {
      exchange.proceed();
    }
  }
}
