package io.tallygate.gateway;

import io.tallygate.gateway.AlertFixture.Node;
import io.tallygate.gateway.AlertReceiver.Got;
import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.DeliveryQuery;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.Page;
import io.tallygate.policy.PolicyFile;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gateways whose callers cross limits, and what is told of it. */
abstract class AlertsBed {

  static final Duration HOUR = Duration.ofHours(1);

  static final PolicyFile POLICY =
      PolicyFile.parse(
          "alerts",
          """
          groups:
            things:
              limit: 10/hour
              endpoints:
                - GET /things
            many:
              limit: 200/hour
              endpoints:
                - GET /many
            double:
              limit:
                - 10/hour
                - name: double-long
                  limit: 20/day
              endpoints:
                - GET /double
            slid:
              limit: 10/hour sliding
              endpoints:
                - GET /slid
            paced:
              limit: 36/hour smooth, burst 10
              endpoints:
                - GET /paced
            held:
              limit: 5 in flight
              endpoints:
                - GET /held
          other: 100/hour
          """);

  AlertFixture fixture;
  private final Set<String> sentinels = new TreeSet<>();

  /** A new place for a database. */
  abstract Location location();

  @BeforeEach
  void open() throws IOException {
    fixture = new AlertFixture(location());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new AssertionError("waited in vain");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  static Response call(RawClient client, IssuedKey key, String path, String... more)
      throws IOException {
    List<String> fields = new ArrayList<>(List.of("Authorization: Bearer " + key.secret()));
    fields.addAll(List.of(more));
    return client.call("GET", path, fields.toArray(String[]::new));
  }

  static void calls(Node node, IssuedKey key, String path, int count) throws IOException {
    try (RawClient client = node.client()) {
      for (int i = 0; i < count; i++) {
        call(client, key, path);
      }
    }
  }

  /** What an event says, without its time. */
  static String told(Got got) {
    return switch (got.text("type")) {
      case "limit.used" -> limit(got) + " " + got.text("threshold");
      case "limit.refused" -> limit(got) + " refused";
      default -> got.text("type") + " " + got.text("key");
    };
  }

  private static String limit(Got got) {
    return "%s %s %s".formatted(got.text("key"), got.text("group"), got.text("limit"));
  }

  /** All that was told of what these gateways were called for until now. */
  List<Got> settled(Node... nodes) throws IOException {
    for (Node node : nodes) { // what is found later is written later
      IssuedKey sentinel = fixture.key("sentinel");
      sentinels.add(sentinel.key().id());
      try (RawClient client = node.client()) {
        while (call(client, sentinel, "/things").status() != 200) { // it is not known yet
          LockSupport.parkNanos(20_000_000);
        }
        for (int i = 0; i < 10; i++) {
          call(client, sentinel, "/things");
        }
      }
      String id = sentinel.key().id();
      await(() -> fixture.receiver.got().stream().anyMatch(it -> id.equals(it.text("key"))));
    }
    await(() -> deliveries(Delivery.State.PENDING).isEmpty());
    return fixture.receiver.got().stream()
        .filter(got -> !sentinels.contains(got.text("key")))
        .toList();
  }

  static List<String> told(List<Got> got) {
    return got.stream().map(AlertsBed::told).toList();
  }

  List<Delivery> deliveries(Delivery.State state) {
    return fixture
        .alerts
        .deliveries(DeliveryQuery.ALL.withState(state), Page.Request.FIRST)
        .items();
  }
}
