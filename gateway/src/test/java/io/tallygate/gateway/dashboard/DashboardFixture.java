package io.tallygate.gateway.dashboard;

import com.sun.net.httpserver.HttpServer;
import io.tallygate.gateway.Gateway;
import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.GatewayConfig.Listen;
import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.GatewayConfig.Upstream;
import io.tallygate.gateway.alert.AlertConfig;
import io.tallygate.gateway.alert.AlertConfig.Destinations;
import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.DeliveryQuery;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.LiveKeys;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.StoredAdministration;
import io.tallygate.gateway.database.StoredAlerts;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.IssuedToken;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.Role;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.policy.PolicyFile;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/** A whole gateway before an API, with a database, a dashboard and a token for each role. */
final class DashboardFixture implements AutoCloseable {

  static final PolicyFile POLICY = PolicyFile.bundled("videogen");

  /** Where a test's own receiver can be told, within seconds. */
  private static final AlertConfig QUICK =
      new AlertConfig(
          Destinations.PRIVATE, Duration.ofDays(7), Duration.ofSeconds(1), Duration.ofSeconds(1));

  final StoredAdministration all;
  final Alerts alerts;
  final Gateway gateway;
  private final Path data;
  private final LiveKeys keys;
  private HttpServer upstream;

  /**
   * @param data a folder that is not there yet
   */
  DashboardFixture(Path data) throws IOException {
    this.data = data;
    Location location = new Location.Folder(data);
    upstream = upstream(0);
    Database database = Database.open(location);
    Actor tester = new Actor(Actor.Kind.COMMAND, "tester");
    all = new StoredAdministration(database, Ticker.SYSTEM, tester);
    alerts = new StoredAlerts(database, Ticker.SYSTEM, tester, Destinations.PRIVATE);
    all.publish(PublishedPolicy.of(POLICY));
    keys = LiveKeys.open(location, Ticker.SYSTEM);
    gateway =
        Gateway.start(
            config(),
            POLICY,
            keys,
            Optional.of(AdminStore.open(location, Ticker.SYSTEM, Destinations.PRIVATE)));
    keys.onDrain(gateway::drain);
  }

  private static HttpServer upstream(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (exchange) {
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    return server;
  }

  /** Takes the API away: nobody listens at its port any more. */
  void loseUpstream() {
    upstream.stop(0);
  }

  void bringUpstreamBack() throws IOException {
    upstream = upstream(upstream.getAddress().getPort());
  }

  private GatewayConfig config() {
    GatewayConfig config = GatewayConfig.DEFAULT;
    DashboardConfig dashboard =
        new DashboardConfig(
            true,
            "0.1.0",
            List.of(
                new DashboardConfig.Setting("port", "8080", "default"),
                new DashboardConfig.Setting("policy", "videogen", "command line"),
                new DashboardConfig.Setting("upstream", "", "default")));
    return new GatewayConfig(
        new Listen("127.0.0.1", 0, "127.0.0.1", 0),
        new Upstream(
            URI.create("http://127.0.0.1:" + upstream.getAddress().getPort()),
            "proof",
            config.upstream().connectTimeout(),
            config.upstream().responseTimeout(),
            64),
        config.authentication(),
        config.bounds(),
        config.hour(),
        new Switches(false, false, Sight.DEFAULT.withDashboard(dashboard).withAlert(QUICK)));
  }

  IssuedToken token(Role role) {
    return all.tokens().create("ops " + role, role, Life.NO_END);
  }

  /** Somebody who has not logged in. */
  Visitor visitor() {
    return new Visitor(gateway.adminAddress());
  }

  /** Somebody who has logged in with a new token of this role. */
  Visitor visitor(Role role) throws IOException {
    return visitor().login(token(role).secret());
  }

  /** A call through the gateway. */
  Response call(String secret, String method, String path) throws IOException {
    try (RawClient client = new RawClient(gateway.address())) {
      return client.call(method, path, "Authorization: Bearer " + secret);
    }
  }

  /** A call of a key that was issued just now, which a server knows within a tenth of a second. */
  void callUntil(String secret, int status) throws IOException {
    for (int got = 0; got != status; got = call(secret, "GET", "/v1/files").status()) {
      if (Thread.interrupted()) {
        throw new AssertionError("waited in vain: status=" + got);
      }
    }
  }

  String url() {
    return "http://127.0.0.1:" + gateway.adminAddress().getPort() + Dashboard.ROOT;
  }

  /** How many changes were audited. */
  long audited() {
    long count = 0;
    Page.Request request = new Page.Request(Page.Request.SIZE_MAX, "");
    while (true) {
      Page<?> page = all.audit("", request);
      count += page.items().size();
      if (page.next().isEmpty()) {
        return count;
      }
      request = request.withCursor(page.next());
    }
  }

  /** Waits until the gateway knows that so many different events are wanted. */
  void awaitWanted(int count) throws IOException {
    String line = "tallygate_alerts_wanted " + count + ".0";
    while (!metrics().lines().anyMatch(line::equals)) {
      if (Thread.interrupted()) {
        throw new AssertionError("waited in vain: " + line);
      }
    }
  }

  private String metrics() throws IOException {
    try (RawClient admin = new RawClient(gateway.adminAddress())) {
      admin.send("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
      return admin.read("GET").body();
    }
  }

  /** Waits until what a key called is written, which is every ten seconds. */
  void awaitWritten(Visitor visitor, String key) throws IOException {
    while (visitor.get("/keys/" + key).body().contains("No calls in this time.")) {
      if (Thread.interrupted()) {
        throw new AssertionError("waited in vain: key=" + key);
      }
    }
  }

  /** Waits until so many deliveries to a subscription have arrived. */
  void awaitDelivered(String subscription, int count) {
    DeliveryQuery delivered =
        DeliveryQuery.ALL.withSubscription(subscription).withState(Delivery.State.DELIVERED);
    while (alerts.deliveries(delivered, Page.Request.FIRST).items().size() < count) {
      if (Thread.interrupted()) {
        throw new AssertionError("waited in vain: subscription=" + subscription);
      }
    }
  }

  /** Takes the database away. */
  void loseDatabase() throws IOException {
    Files.move(data, data.resolveSibling(data.getFileName() + "-away"));
  }

  void bringDatabaseBack() throws IOException {
    Files.move(data.resolveSibling(data.getFileName() + "-away"), data);
  }

  Path data() {
    return data;
  }

  @Override
  public void close() {
    gateway.close();
    keys.close();
    all.close();
    upstream.stop(0);
  }
}
