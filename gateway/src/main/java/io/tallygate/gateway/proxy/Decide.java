package io.tallygate.gateway.proxy;

import io.tallygate.policy.ErrorCode;

/** Asks the limiter whether the call is within its limits. */
final class Decide implements Step {

  @Override
  public void take(Exchange exchange) {
    exchange.decide(
        () -> {
          switch (exchange.decision().outcome()) {
            case ADMITTED, UNCOUNTED -> exchange.proceed();
            case REFUSED -> exchange.answer(ErrorCode.RATE_LIMITED);
            case COUNTERS_FULL -> exchange.answer(ErrorCode.COUNTERS_FULL);
          }
        });
  }
}
