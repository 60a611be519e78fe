package io.tallygate.gateway.proxy;

/** Sends the call to the upstream; its response comes back through {@link AddHeaders}. */
final class Forward implements Step {

  @Override
  public void take(Exchange exchange) {
    exchange.policy().requestFields().prepare(exchange);
    exchange.relay().forward();
  }
}
