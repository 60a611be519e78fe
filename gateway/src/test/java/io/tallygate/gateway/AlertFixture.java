package io.tallygate.gateway;

import io.tallygate.gateway.GatewayConfig.Listen;
import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.GatewayConfig.Upstream;
import io.tallygate.gateway.alert.AlertConfig;
import io.tallygate.gateway.alert.AlertConfig.Destinations;
import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.Subscription;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.LiveKeys;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.StoredAdministration;
import io.tallygate.gateway.database.StoredAlerts;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Standing;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.policy.PolicyFile;
import io.tallygate.testing.RawClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gateways on one database, with keys, and somebody who is told of alerts. */
final class AlertFixture implements AutoCloseable {

  static final AlertConfig QUICK =
      new AlertConfig(
          Destinations.PRIVATE, Duration.ofDays(7), Duration.ofSeconds(1), Duration.ofSeconds(1));

  final TestUpstream upstream = new TestUpstream();
  final AlertReceiver receiver = new AlertReceiver(number -> 200);
  final StoredAdministration all;
  final Alerts alerts;
  private final Location location;
  private final List<Node> nodes = new ArrayList<>();
  private boolean subscribed;

  /** A gateway with the keys it knows. */
  record Node(LiveKeys keys, Gateway gateway) implements AutoCloseable {

    RawClient client() throws IOException {
      return new RawClient(gateway.address());
    }

    @Override
    public void close() {
      gateway.close();
      keys.close();
    }
  }

  AlertFixture(Location location) throws IOException {
    this.location = location;
    Database database = Database.open(location);
    Actor tester = new Actor(Actor.Kind.COMMAND, "tester");
    this.all = new StoredAdministration(database, Ticker.SYSTEM, tester);
    this.alerts = new StoredAlerts(database, Ticker.SYSTEM, tester, Destinations.PRIVATE);
  }

  /** One more gateway on the same database, before the upstream. */
  Node start(PolicyFile policy, Duration hour) throws IOException {
    return start(policy, config(upstream.uri(), hour, QUICK));
  }

  Node start(PolicyFile policy, GatewayConfig config) throws IOException {
    Node node = start(location, policy, config);
    nodes.add(node);
    if (subscribed) { // it has looked who wants what
      Awaited.until(() -> metric(node, "tallygate_alerts_wanted") > 0);
    }
    return node;
  }

  /** Waits until a gateway knows that so many different events are wanted. */
  void awaitWanted(Node node, int count) throws IOException {
    Awaited.until(() -> metric(node, "tallygate_alerts_wanted") == count);
  }

  static double metric(Node node, String name) throws IOException {
    try (RawClient admin = new RawClient(node.gateway().adminAddress())) {
      admin.send("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
      return admin
          .read("GET")
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no such metric: " + name));
    }
  }

  /** Calls, until the gateway knows a key's new limit. */
  void awaitLimit(Node node, IssuedKey key, String path, long limit) throws IOException {
    all.keys().get(key.key().id());
    try (RawClient client = node.client()) {
      String field = "Authorization: Bearer " + key.secret();
      Awaited.until(() -> client.call("GET", path, field).limit() == limit);
    }
  }

  static Node start(Location location, PolicyFile policy, GatewayConfig config) throws IOException {
    LiveKeys keys = LiveKeys.open(location, Ticker.SYSTEM);
    AdminStore store =
        AdminStore.open(location, Ticker.SYSTEM, config.switches().sight().alert().destinations());
    return new Node(keys, Gateway.start(config, policy, keys, Optional.of(store)));
  }

  static GatewayConfig config(URI upstream, Duration hour, AlertConfig alert) {
    Upstream before = GatewayConfig.DEFAULT.upstream();
    return new GatewayConfig(
        new Listen("127.0.0.1", 0, "127.0.0.1", 0),
        new Upstream(
            upstream, "", Duration.ofMillis(500), Duration.ofMillis(500), before.connectionsMax()),
        GatewayConfig.DEFAULT.authentication(),
        GatewayConfig.DEFAULT.bounds(),
        hour,
        new Switches(false, false, Sight.DEFAULT.withAlert(alert)));
  }

  /** Ends a gateway that this has started. */
  void stop(Node node) {
    nodes.remove(node);
    node.close();
  }

  IssuedKey key(String name) {
    return all.keys().create(NewKey.of(name), new KeyFormat("k_"));
  }

  IssuedKey keyOf(String owner, long expirySecond) {
    return all.keys()
        .create(
            new NewKey(Description.of("of " + owner), new Standing(owner, null), expirySecond),
            new KeyFormat("k_"));
  }

  IssuedKey keyOf(String owner) {
    return keyOf(owner, Life.NO_END);
  }

  String owner(String name) {
    return all.owners().create(Description.of(name), null).id();
  }

  /** The operator is told of all, at these thresholds. */
  Subscription subscribe(Integer... thresholds) {
    Wish wish = new Wish(receiver.url("/operator"), EventKind.wishes(), List.of(thresholds), "");
    subscribed = true;
    return alerts.create("", wish).subscription();
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
    all.close();
    receiver.close();
    upstream.close();
  }
}
