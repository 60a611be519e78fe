package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.LiveKeys;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.OnServer;
import io.tallygate.gateway.database.StoredAdministration;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.DrainResult;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.OwnerChange;
import io.tallygate.gateway.key.Plan;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Version;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.policy.Gate;
import io.tallygate.policy.PolicyFile;
import io.tallygate.testing.PostgresServer;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Two gateways on one PostgreSQL. */
@Tag("needs-postgresql")
@Timeout(120)
final class OnPostgresIT {

  private static final Duration SEEN_MAX = Duration.ofMillis(250);
  private static final PolicyFile POLICY = Fixture.policy(Gate.DEFAULT);

  private final PostgresServer server = PostgresServer.start();
  private final Location.Postgres location = OnServer.database(server);
  private final TestUpstream upstream = new TestUpstream();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private StoredAdministration all;
  private IssuedKey key;
  private Node one;
  private Node other;

  private record Node(LiveKeys keys, Gateway gateway) {

    long limit(String secret) throws IOException {
      return call(secret).limit();
    }

    Response call(String secret) throws IOException {
      try (RawClient client = new RawClient(gateway.address())) {
        return client.call("GET", "/v1/rest", "Authorization: Bearer " + secret);
      }
    }

    void close() {
      gateway.close();
      keys.close();
    }
  }

  @BeforeEach
  void start() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger(LiveKeys.class);
    log.start();
    logger.addAppender(log);
    all =
        new StoredAdministration(
            Database.open(location), Ticker.SYSTEM, new Actor(Actor.Kind.COMMAND, "tester"));
    all.publish(PublishedPolicy.of(POLICY));
    key = all.keys().create(NewKey.of("acme"), new KeyFormat("vg_key_"));
    one = node();
    other = node();
  }

  private Node node() throws IOException {
    LiveKeys keys = LiveKeys.open(location, Ticker.SYSTEM);
    Gateway gateway =
        Gateway.start(Fixture.on(GatewayConfig.DEFAULT, upstream.uri()), POLICY, keys);
    keys.onDrain(gateway::drain);
    return new Node(keys, gateway);
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
    all.close();
    upstream.close();
    server.close();
    ((Logger) LoggerFactory.getLogger(LiveKeys.class)).detachAppender(log);
  }

  @Test
  void change_anyLevel_isInTheHeaderOfBothNodesWithin250Millis() throws Exception {
    Plan plan = all.plans().create("pro", List.of(factor(2)));
    Owner owner = all.owners().create(Description.of("ACME"), null);
    List<Long> millis = new ArrayList<>();
    assertThat(one.limit(key.secret())).isEqualTo(100);

    change(new KeyChange.SetOwner(owner.id()));
    all.owners().change(owner.id(), List.of(new OwnerChange.SetPlan("pro")), Version.ANY);
    millis.add(millisUntilBothShow(200));
    all.plans().set("pro", List.of(factor(3)), plan.version());
    millis.add(millisUntilBothShow(300));
    all.grants().set(new Subject(owner.id()), factor(2), "");
    millis.add(millisUntilBothShow(600));
    for (int i = 1; i <= 8; i++) {
      all.grants().set(new Subject(key.key().id()), count(1_000 + i), "");
      millis.add(millisUntilBothShow(1_000 + i));
    }
    all.grants().remove(new Subject(key.key().id()), Target.of("other"));
    millis.add(millisUntilBothShow(600));

    Collections.sort(millis);
    System.err.println("changes seen by two nodes after ms: " + millis);
    // A machine that stalls for a moment may cost the slowest one.
    assertThat(millis.get(millis.size() - 2)).isLessThanOrEqualTo(SEEN_MAX.toMillis());
    assertThat(one.call(key.secret()).remaining()).as("counts kept").isLessThan(590);
  }

  private static LimitRule factor(int factor) {
    return LimitRule.always(Target.ALL, new Amount.Factor(factor * 1_000L));
  }

  private static LimitRule count(long count) {
    return LimitRule.always(Target.of("other"), new Amount.Count(count));
  }

  private void change(KeyChange change) {
    all.keys().change(key.key().id(), List.of(change), Version.ANY);
  }

  private long millisUntilBothShow(long limit) throws IOException {
    long startNanos = System.nanoTime();
    while (one.limit(key.secret()) != limit || other.limit(key.secret()) != limit) {
      assertThat(System.nanoTime() - startNanos).isLessThan(10_000_000_000L);
      LockSupport.parkNanos(1_000_000);
    }
    return (System.nanoTime() - startNanos) / 1_000_000;
  }

  @Test
  void block_key_isAnswered403WithItsOwnLimits() throws Exception {
    change(new KeyChange.Block());
    await(() -> one.call(key.secret()).status() == 403);

    Response blocked = one.call(key.secret());
    assertThat(blocked.body()).contains("\"code\":\"key_blocked\"");
    assertThat(blocked.limit()).isEqualTo(100);
    change(new KeyChange.Unblock());
    await(() -> one.call(key.secret()).status() == 200);
    change(new KeyChange.Expire(1));
    await(() -> one.call(key.secret()).status() == 401);
  }

  @Test
  void drain_throughTheDatabase_isDone() throws IOException {
    assertThat(all.keys().drain(key.key().id(), "made")).isEqualTo(new DrainResult.Drained(3));
  }

  @Test
  void kill_databaseUnderTraffic_losesNoCallAndIsSaidOnce() throws Exception {
    all.grants().set(new Subject(key.key().id()), count(1_000_000_000), "");
    millisUntilBothShow(1_000_000_000);
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService caller = Executors.newSingleThreadExecutor();
    Future<Integer> calls = caller.submit(() -> callUntil(stop));
    try {
      await(() -> upstream.calls() > 100);
      server.kill();
      await(() -> ready(one).status() == 503 && ready(other).status() == 503);
      assertThat(ready(one).body()).contains("keys cannot be read, see the log");
      long before = upstream.calls();
      await(() -> upstream.calls() > before + 1_000);
      server.restart();
      await(() -> ready(one).status() == 200 && ready(other).status() == 200);
    } finally {
      stop.set(true);
      caller.shutdown();
    }

    assertThat(calls.get()).as("calls, each answered 200").isGreaterThan(1_000);
    all.grants().set(new Subject(key.key().id()), count(77), "");
    millisUntilBothShow(77);
    List<ILoggingEvent> lines = List.copyOf(log.list);
    assertThat(lines).filteredOn(line -> line.getLevel() == Level.WARN).hasSize(2); // two nodes
    assertThat(lines)
        .extracting(ILoggingEvent::getFormattedMessage)
        .filteredOn(line -> line.startsWith("keys can be read again: "))
        .hasSize(2);
    assertThat(lines)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains("pa55"));
  }

  @Test
  void hang_databaseUnderTraffic_holdsNoCallAndIsSaidOnce() throws Exception {
    server.freeze();
    try {
      await(() -> ready(one).status() == 503 && ready(other).status() == 503);
      for (int i = 0; i < 50; i++) {
        assertThat(other.call(key.secret()).status()).isEqualTo(200);
      }
    } finally {
      server.thaw();
    }
    await(() -> ready(one).status() == 200 && ready(other).status() == 200);
    all.grants().set(new Subject(key.key().id()), count(77), "");
    millisUntilBothShow(77);
    assertThat(List.copyOf(log.list))
        .filteredOn(line -> line.getLevel() == Level.WARN)
        .hasSize(2); // two nodes
  }

  private int callUntil(AtomicBoolean stop) throws IOException {
    int calls = 0;
    try (RawClient client = new RawClient(other.gateway().address())) {
      while (!stop.get()) {
        Response response = client.call("GET", "/v1/rest", "Authorization: Bearer " + key.secret());
        assertThat(response.status()).isEqualTo(200);
        calls++;
      }
    }
    return calls;
  }

  private static Response ready(Node node) throws IOException {
    InetSocketAddress admin = node.gateway().adminAddress();
    try (RawClient client = new RawClient(admin)) {
      return client.call("GET", "/readyz");
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException {
    long startNanos = System.nanoTime();
    while (!condition.holds()) {
      assertThat(System.nanoTime() - startNanos).isLessThan(20_000_000_000L);
      LockSupport.parkNanos(2_000_000);
    }
  }
}
