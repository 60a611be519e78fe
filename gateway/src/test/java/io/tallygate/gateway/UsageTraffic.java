package io.tallygate.gateway;

import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.LiveKeys;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.StoredAdministration;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.UsageHistory;
import io.tallygate.gateway.usage.UsageQuery;
import io.tallygate.gateway.usage.UsageRow;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.policy.Gate;
import io.tallygate.policy.PolicyFile;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Gateways on one database, and callers who count what they are answered. */
final class UsageTraffic implements AutoCloseable {

  static final PolicyFile POLICY = Fixture.policy(Gate.DEFAULT);

  final TestUpstream upstream = new TestUpstream();
  final List<IssuedKey> keys = new ArrayList<>();
  final List<Node> nodes = new ArrayList<>();
  private final Location location;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<Map<String, Counts>>> callers = new ArrayList<>();

  /** A gateway with the keys that it knows. */
  record Node(LiveKeys keys, Gateway gateway) {

    InetSocketAddress address() {
      return gateway.address();
    }

    void close() {
      gateway.close();
      keys.close();
    }
  }

  UsageTraffic(Location location, int gateways) throws IOException {
    this.location = location;
    try (StoredAdministration all =
        new StoredAdministration(
            Database.open(location), Ticker.SYSTEM, new Actor(Actor.Kind.COMMAND, "tester"))) {
      all.publish(PublishedPolicy.of(POLICY));
      for (int i = 0; i < 20; i++) {
        keys.add(all.keys().create(NewKey.of("k" + i), new KeyFormat("vg_key_")));
      }
    }
    for (int i = 0; i < gateways; i++) {
      nodes.add(node(GatewayConfig.DEFAULT));
    }
  }

  Node node(GatewayConfig config) throws IOException {
    LiveKeys known = LiveKeys.open(location, Ticker.SYSTEM);
    Gateway gateway =
        Gateway.start(
            Fixture.on(config, upstream.uri()),
            POLICY,
            known,
            Optional.of(AdminStore.open(location, Ticker.SYSTEM)));
    return new Node(known, gateway);
  }

  /** Has callers call each gateway until {@link #stop}. */
  void start(int callersEach) {
    for (Node node : nodes) {
      for (int i = 0; i < callersEach; i++) {
        long seed = callers.size();
        callers.add(threads.submit(() -> callAlways(node, seed)));
      }
    }
  }

  /** What all callers were answered, by key and group. */
  Map<String, Counts> stop() throws Exception {
    stop.set(true);
    Map<String, Counts> answered = new TreeMap<>();
    for (Future<Map<String, Counts>> caller : callers) {
      caller.get().forEach((at, counts) -> answered.merge(at, counts, Counts::plus));
    }
    return answered;
  }

  private Map<String, Counts> callAlways(Node node, long seed) throws IOException {
    Random random = new Random(seed);
    Map<String, Counts> answered = new TreeMap<>();
    try (RawClient client = new RawClient(node.address())) {
      while (!stop.get()) {
        IssuedKey key = keys.get(random.nextInt(keys.size()));
        int kind = random.nextInt(3);
        String want = random.nextInt(4) == 0 ? "503" : "200";
        Response response =
            client.call(
                kind == 0 ? "POST" : "GET",
                kind == 2 ? "/v1/rest" : "/v1/things",
                "X-Want: " + want,
                "Authorization: Bearer " + key.secret());
        String group = List.of("made", "things", "other").get(kind);
        answered.merge(key.key().id() + " " + group, counts(response), Counts::plus);
      }
    }
    return answered;
  }

  private static Counts counts(Response response) {
    return switch (response.status()) {
      case 200 -> new Counts(1, 0, 0);
      case 503 -> new Counts(1, 0, 1); // the API's own
      case 429 -> new Counts(0, 1, 0);
      default -> throw new AssertionError("unexpected status: " + response.status());
    };
  }

  /** Ends the gateways, as an operator does. */
  void closeNodes() {
    nodes.forEach(Node::close);
    nodes.clear();
  }

  /** What is recorded of keys, by key and group, over all time. */
  static Map<String, Counts> recorded(UsageHistory history, Grain grain) {
    Map<String, Counts> recorded = new TreeMap<>();
    UsageQuery query = new UsageQuery(UsageQuery.Who.ALL, "", grain, Term.ALWAYS);
    Page.Request request = new Page.Request(7, "");
    while (true) {
      Page<UsageRow> page = history.rows(query, request);
      for (UsageRow row : page.items()) {
        recorded.merge(row.caller() + " " + row.group(), row.counts(), Counts::plus);
      }
      if (page.next().isEmpty()) {
        return recorded;
      }
      request = request.withCursor(page.next());
    }
  }

  @Override
  public void close() {
    stop.set(true);
    threads.shutdown();
    closeNodes();
    upstream.close();
  }
}
