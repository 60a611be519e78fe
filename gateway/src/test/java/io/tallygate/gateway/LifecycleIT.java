package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.GatewayConfig.Bounds;
import io.tallygate.gateway.GatewayConfig.Listen;
import io.tallygate.gateway.key.DrainResult;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.policy.Gate;
import io.tallygate.policy.PolicyFile;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starting, changing and stopping, with calls under way. */
@Timeout(120)
final class LifecycleIT {

  @Test
  void close_finishesWhatIsUnderWay_andTakesNothingNew() throws Exception {
    Fixture fixture = new Fixture();
    String key = fixture.keys.add("k1");
    ExecutorService stopping = Executors.newSingleThreadExecutor();
    try (RawClient busy = fixture.client();
        RawClient idle = fixture.client()) {
      assertThat(idle.call("GET", "/v1/x", "Authorization: Bearer " + key).status()).isEqualTo(200);
      busy.send(
          "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nAuthorization: Bearer "
              + key
              + "\r\n\r\na");
      Awaited.until(() -> fixture.upstream.calls() >= 2);
      Future<?> stopped = stopping.submit(fixture.gateway::close);
      assertThat(idle.isEnded()).isTrue(); // so the stop has begun
      assertThat(stopped.isDone()).isFalse();

      busy.send("b");
      Response response = busy.read("POST");

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.field("Connection")).isEqualTo("close");
      stopped.get(10, TimeUnit.SECONDS);
      assertThatThrownBy(fixture::client).isInstanceOf(ConnectException.class);
    } finally {
      stopping.shutdownNow();
      fixture.upstream.close();
    }
  }

  @Test
  void close_waitsNoLongerThanItMay() throws Exception {
    Bounds bounds = new Bounds(32 << 10, 1_000, 100, 100, 1 << 10, Duration.ofMillis(200));
    Fixture fixture = new Fixture(Fixture.policy(Gate.DEFAULT), Fixture.with(bounds));
    String key = fixture.keys.add("k1");
    try (RawClient busy = fixture.client()) {
      busy.send(
          RawClient.head("GET", "/v1/x", List.of("Authorization: Bearer " + key, "X-Want: hang")));
      Awaited.until(() -> fixture.upstream.calls() > 0);

      fixture.gateway.close();

      assertThat(busy.isEnded()).isTrue();
    } finally {
      fixture.upstream.close();
    }
  }

  @Test
  void takenPort_isABindException_andLeavesNothingRunning() throws IOException {
    try (Fixture fixture = new Fixture()) {
      int port = fixture.gateway.address().getPort();
      GatewayConfig config = Fixture.on(GatewayConfig.DEFAULT, fixture.upstream.uri());
      GatewayConfig taken =
          new GatewayConfig(
              new Listen("127.0.0.1", port, "127.0.0.1", 0),
              config.upstream(),
              config.authentication(),
              config.bounds(),
              config.hour(),
              config.switches());
      Set<Thread> before = running();

      assertThatThrownBy(
              () -> Gateway.start(taken, Fixture.policy(Gate.DEFAULT), fixture.keys).close())
          .isInstanceOf(BindException.class)
          .hasMessage("port is in use: port=" + port);
      Awaited.until(() -> before.containsAll(running()));
    }
  }

  /** Our own threads; what Netty keeps for itself ends by itself. */
  private static Set<Thread> running() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("tallygate"))
        .collect(Collectors.toSet());
  }

  @Test
  void policySwap_losesNoCall_andKeepsCounts() throws Exception {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");
      fixture.gateway.policy(withOther(1_000_000));
      AtomicBoolean enough = new AtomicBoolean();
      ExecutorService clients = Executors.newFixedThreadPool(4);
      List<Future<Long>> admitted =
          java.util.stream.IntStream.range(0, 4)
              .mapToObj(i -> clients.submit(() -> callUntil(fixture, key, enough)))
              .toList();
      for (int i = 0; i < 200; i++) {
        fixture.gateway.policy(withOther(1_000_000 + i));
        fixture.call(key, "GET", "/v1/x");
      }
      enough.set(true);
      long calls = 200;
      for (Future<Long> each : admitted) {
        calls += each.get();
      }
      clients.shutdown();
      fixture.gateway.policy(withOther(2_000_000));

      Response last = fixture.call(key, "GET", "/v1/x");

      assertThat(last.limit()).isEqualTo(2_000_000);
      assertThat(last.remaining()).isEqualTo(2_000_000 - calls - 1);
      assertThat(fixture.upstream.calls()).isEqualTo(calls + 1);
    }
  }

  private static long callUntil(Fixture fixture, String key, AtomicBoolean enough)
      throws IOException {
    long calls = 0;
    try (RawClient client = fixture.client()) {
      while (!enough.get()) {
        Response response = client.call("GET", "/v1/x", "Authorization: Bearer " + key);
        assertThat(response.status()).isEqualTo(200);
        calls++;
      }
    }
    return calls;
  }

  private static PolicyFile withOther(long count) {
    PolicyFile file = Fixture.policy(Gate.DEFAULT);
    Policy policy = file.policy();
    Limit limit = new Limit("other", count, Duration.ofHours(1));
    return file.withPolicy(
        new Policy(
            policy.groups(),
            Group.of("other", List.of(limit), List.of()),
            policy.open(),
            policy.window(),
            policy.pathCase(),
            policy.onFull()));
  }

  @Test
  void drain_usesUpWhatIsLeft_alsoWhereNoWindowIsOpen() throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");
      fixture.call(key, "GET", "/v1/things");

      assertThat(fixture.gateway.drain(fixture.keys.key(key), "things"))
          .isEqualTo(new DrainResult.Drained(9));
      assertThat(fixture.gateway.drain(fixture.keys.key(key), "other"))
          .isEqualTo(new DrainResult.Drained(100));
      assertThat(fixture.gateway.drain(fixture.keys.key(key), "thing"))
          .isInstanceOf(DrainResult.Refused.class);

      assertThat(fixture.call(key, "GET", "/v1/things").status()).isEqualTo(429);
      assertThat(fixture.call(key, "GET", "/v1/else").status()).isEqualTo(429);
      assertThat(fixture.call(key, "POST", "/v1/things").status()).isEqualTo(200);
    }
  }

  @Test
  void adminPort_tellsHealthReadinessAndMetrics() throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");
      fixture.call(key, "GET", "/v1/things");
      try (RawClient admin = new RawClient(fixture.gateway.adminAddress())) {
        assertThat(admin.call("GET", "/healthz").body()).isEqualTo("ok\n");
        assertThat(admin.call("GET", "/readyz").body()).isEqualTo("ready\n");
        assertThat(admin.call("GET", "/elsewhere").status()).isEqualTo(404);
        assertThat(admin.call("POST", "/healthz").status()).isEqualTo(405);
        assertThat(admin.call("GET", "/metrics").body())
            .contains("tallygate_calls_total{group=\"things\",status=\"2xx\"} 1.0")
            .contains("tallygate_counters 1.0")
            .doesNotContain(key)
            .doesNotContain("proof-of-the-gateway");
      }
    }
  }
}
