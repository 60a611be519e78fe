package io.tallygate.gateway.proxy;

import io.tallygate.policy.ErrorCode;

/** Asks the limiter whether the call is within its limits. */
final class Decide implements Step {

  @Override
  public void take(Exchange exchange) {
    exchange.decide(
        () -> {
          switch (exchange.decision().outcome()) {
            case ADMITTED -> exchange.proceed();
            case REFUSED -> exchange.answer(ErrorCode.RATE_LIMITED);
            case UNCOUNTED -> {
              exchange.context().metrics().countersFull();
              exchange.proceed();
            }
            case COUNTERS_FULL -> {
              exchange.context().metrics().countersFull();
              exchange.answer(ErrorCode.COUNTERS_FULL);
            }
          }
        });
  }
}
