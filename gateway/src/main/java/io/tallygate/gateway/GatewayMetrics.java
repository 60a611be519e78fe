package io.tallygate.gateway;

import io.tallygate.gateway.metrics.Metrics;
import io.tallygate.gateway.proxy.ProxyContext;
import io.tallygate.gateway.proxy.ProxyServer;
import java.util.function.Supplier;

/** What is measured of a gateway beside its calls, with the most of it beside that. */
final class GatewayMetrics {

  private GatewayMetrics() {}

  /**
   * Adds them.
   *
   * @param trouble why the gateway should get no calls; empty if it should
   */
  static void add(ProxyContext context, ProxyServer proxy, Supplier<String> trouble) {
    Metrics metrics = context.metrics();
    metrics.gauge(
        "tallygate.ready",
        "Whether the gateway should get calls: 1 as /readyz says 200",
        () -> trouble.get().isEmpty() ? 1 : 0);
    clients(metrics, context);
    upstream(metrics, context, proxy);
    keys(metrics, context);
    metrics.gauge(
        "tallygate.policy.taken.over.timestamp",
        "seconds",
        "When the policy in force was taken over, in Unix time",
        () -> context.policySinceMicros() / 1e6);
  }

  private static void clients(Metrics metrics, ProxyContext context) {
    GatewayConfig.Bounds bounds = context.config().bounds();
    metrics.gauge("tallygate.calls.in.flight", "Calls under way", context.inFlight()::get);
    metrics.gauge(
        "tallygate.calls.in.flight.max",
        "Calls that may be under way; one more is answered 503",
        bounds::inFlight);
    metrics.gauge("tallygate.connections", "Clients' connections", context.connections()::get);
    metrics.gauge(
        "tallygate.connections.max",
        "Connections that clients may have; one more is closed",
        bounds::connections);
  }

  private static void upstream(Metrics metrics, ProxyContext context, ProxyServer proxy) {
    metrics.gauge(
        "tallygate.upstream.connections",
        "Connections to the upstream",
        proxy::upstreamConnections);
    metrics.gauge(
        "tallygate.upstream.connections.idle",
        "Connections to the upstream that carry no call",
        proxy::idleUpstreamConnections);
    metrics.gauge(
        "tallygate.upstream.connections.max",
        "Connections to the upstream that there may be",
        context.config().upstream()::connectionsMax);
    metrics.gauge(
        "tallygate.upstream.waiting",
        "Calls that wait for a connection to the upstream",
        proxy::waitingForUpstream);
  }

  private static void keys(Metrics metrics, ProxyContext context) {
    metrics.gauge(
        "tallygate.keys", "Secrets of keys in memory, of ended ones too", context.keys()::size);
    metrics.gauge(
        "tallygate.keys.age",
        "seconds",
        "Since the keys in memory were last seen to be those of the database",
        () -> context.keys().age().toNanos() / 1e9);
    metrics.gauge(
        "tallygate.keys.trouble",
        "Whether the keys' database cannot be read: 1 if so",
        () -> context.keys().trouble().isEmpty() ? 0 : 1);
    metrics.gauge(
        "tallygate.tokens.proven",
        "Tokens that the upstream has proven",
        context.provenTokens()::size);
  }
}
