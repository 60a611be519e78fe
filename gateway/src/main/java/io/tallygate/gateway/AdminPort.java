package io.tallygate.gateway;

import io.tallygate.gateway.GatewayConfig.Listen;
import io.tallygate.gateway.admin.AdminServer;
import io.tallygate.gateway.admin.AdminServer.Place;
import io.tallygate.gateway.dashboard.Dashboard;
import io.tallygate.gateway.dashboard.DashboardConfig;
import io.tallygate.gateway.dashboard.Sources;
import io.tallygate.gateway.dashboard.Sources.Figure;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.proxy.ProxyContext;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** The admin port of a gateway, with its dashboard if there is one. Thread-safe. */
final class AdminPort implements AutoCloseable {

  private final AdminServer server;
  private final Optional<Dashboard> dashboard;

  private AdminPort(AdminServer server, Optional<Dashboard> dashboard) {
    this.server = server;
    this.dashboard = dashboard;
  }

  /** Starts listening; {@code store} is closed with it. */
  static AdminPort start(
      ProxyContext context, Limiter limiter, Observers observers, Optional<AdminStore> store)
      throws IOException {
    Listen listen = context.config().listen();
    Place place =
        new Place(
            new InetSocketAddress(listen.adminBind(), listen.adminPort()), listen.adminHosts());
    DashboardConfig config = context.config().switches().sight().dashboard();
    Optional<Dashboard> dashboard =
        config.isOn()
            ? Optional.of(
                new Dashboard(
                    config,
                    new Sources(
                        store,
                        node(context, limiter, observers),
                        observers.usage(),
                        observers.trials(context),
                        observers.coach(),
                        store.map(one -> one::alerts)),
                    place.known(),
                    Ticker.SYSTEM))
            : Optional.empty();
    try (Begun begun = new Begun()) {
      dashboard.ifPresent(one -> begun.endBy(one::close));
      AdminServer server =
          AdminServer.start(
              place,
              new AdminServer.Parts(
                  new AdminServer.Health(() -> trouble(context), context.metrics()::scrape),
                  observers.served(store, context),
                  List.copyOf(dashboard.stream().toList())),
              Ticker.SYSTEM);
      begun.keep();
      return new AdminPort(server, dashboard);
    }
  }

  private static Sources.Node node(ProxyContext context, Limiter limiter, Observers observers) {
    return new Sources.Node(
        context.config().upstream().toString(),
        observers.upstream(),
        () -> context.policy().file(),
        () ->
            List.of(
                new Figure("Calls under way", context.inFlight().get()),
                new Figure("Callers' connections", context.connections().get()),
                new Figure("Counters in use", limiter.countLive()),
                new Figure("Counters that find room for sure", limiter.counters()),
                new Figure("Bytes of the counters", limiter.bytes())));
  }

  static String trouble(ProxyContext context) {
    return context.draining() ? "stopping" : context.keys().trouble();
  }

  InetSocketAddress address() {
    return server.address();
  }

  /** The path by which one logs in once as a token; empty without a dashboard. */
  Optional<String> loginLink(String tokenId) {
    return dashboard.map(one -> one.loginLink(tokenId));
  }

  @Override
  public void close() {
    server.close();
  }
}
