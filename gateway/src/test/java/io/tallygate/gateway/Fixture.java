package io.tallygate.gateway;

import io.tallygate.gateway.GatewayConfig.Authentication;
import io.tallygate.gateway.GatewayConfig.Bounds;
import io.tallygate.gateway.GatewayConfig.Listen;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.GatewayConfig.Upstream;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.policy.Gate;
import io.tallygate.policy.PolicyFile;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A gateway before a test upstream, on free ports. */
final class Fixture implements AutoCloseable {

  private static final Duration HOUR = Duration.ofHours(1);

  final TestUpstream upstream = new TestUpstream();
  final TestKeys keys = new TestKeys();
  final Gateway gateway;

  Fixture() throws IOException {
    this(policy(Gate.DEFAULT), GatewayConfig.DEFAULT);
  }

  Fixture(PolicyFile policy, GatewayConfig config) throws IOException {
    this.gateway = Gateway.start(on(config, upstream.uri()), policy, keys);
  }

  Fixture(PolicyFile policy, GatewayConfig config, URI elsewhere) throws IOException {
    this.gateway = Gateway.start(on(config, elsewhere), policy, keys);
  }

  /** The configuration on free ports, before this upstream, with a proof. */
  static GatewayConfig on(GatewayConfig config, URI upstream) {
    Upstream before = config.upstream();
    return new GatewayConfig(
        new Listen("127.0.0.1", 0, "127.0.0.1", 0),
        new Upstream(
            upstream,
            "proof-of-the-gateway",
            before.connectTimeout(),
            before.responseTimeout(),
            before.connectionsMax()),
        config.authentication(),
        config.bounds(),
        config.hour(),
        config.switches());
  }

  static GatewayConfig with(Authentication authentication) {
    GatewayConfig config = GatewayConfig.DEFAULT;
    return new GatewayConfig(
        config.listen(),
        config.upstream(),
        authentication,
        config.bounds(),
        config.hour(),
        config.switches());
  }

  static GatewayConfig with(Bounds bounds) {
    GatewayConfig config = GatewayConfig.DEFAULT;
    return new GatewayConfig(
        config.listen(),
        config.upstream(),
        config.authentication(),
        bounds,
        config.hour(),
        config.switches());
  }

  static GatewayConfig with(Switches switches) {
    GatewayConfig config = GatewayConfig.DEFAULT;
    return new GatewayConfig(
        config.listen(),
        config.upstream(),
        config.authentication(),
        config.bounds(),
        config.hour(),
        switches);
  }

  static GatewayConfig with(Upstream upstream) {
    GatewayConfig config = GatewayConfig.DEFAULT;
    return new GatewayConfig(
        config.listen(),
        upstream,
        config.authentication(),
        config.bounds(),
        config.hour(),
        config.switches());
  }

  /** Three of ten an hour, a hundred for the rest; {@code /docs/*} is open. */
  static PolicyFile policy(Gate gate) {
    Group things =
        Group.of(
            "things",
            List.of(new Limit("things", 10, HOUR)),
            List.of(Endpoint.parse("GET /v1/things"), Endpoint.parse("GET /v1/things/{id}")));
    Group made =
        Group.of(
            "made",
            List.of(new Limit("made", 3, HOUR)),
            List.of(Endpoint.parse("POST /v1/things")));
    Policy policy =
        new Policy(
            List.of(things, made),
            Group.of("other", List.of(new Limit("other", 100, HOUR)), List.of()),
            List.of(Endpoint.parse("GET /docs/*")),
            WindowStart.FIRST_CALL,
            PathCase.IGNORED,
            OnFull.DENY);
    return new PolicyFile("Rate limits", "ask@api.example", policy, gate, Map.of());
  }

  RawClient client() throws IOException {
    return new RawClient(gateway.address());
  }

  /** One call on a connection of its own, with this key. */
  Response call(String key, String method, String path, String... fields) throws IOException {
    try (RawClient client = client()) {
      String[] all = new String[fields.length + 1];
      System.arraycopy(fields, 0, all, 1, fields.length);
      all[0] = "Authorization: Bearer " + key;
      return client.call(method, path, all);
    }
  }

  /** What the admin port says of it. */
  long metric(String name) throws IOException {
    try (RawClient admin = new RawClient(gateway.adminAddress())) {
      String metrics = admin.call("GET", "/metrics").body();
      return metrics
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .map(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no metric " + name + " in\n" + metrics));
    }
  }

  @Override
  public void close() {
    gateway.close();
    upstream.close();
  }
}
