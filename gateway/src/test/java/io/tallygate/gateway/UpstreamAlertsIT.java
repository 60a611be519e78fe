package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tallygate.gateway.AlertFixture.Node;
import io.tallygate.gateway.AlertReceiver.Got;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An API that goes away and comes back is told of once each. */
@Timeout(60)
final class UpstreamAlertsIT {

  @TempDir Path folder;
  private AlertFixture fixture;
  private IssuedKey key;
  private int port;

  @BeforeEach
  void open() throws IOException {
    fixture = new AlertFixture(new Location.Folder(folder));
    key = fixture.key("k");
    fixture.subscribe(100);
    try (Api api = new Api(0)) { // a port that is free, for a while
      port = api.server.getAddress().getPort();
    }
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** An API that can be ended and begun again at its port. */
  private static final class Api implements AutoCloseable {

    final HttpServer server;

    Api(int port) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(500, -1); // an answer is an answer
            exchange.close();
          });
      server.start();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private Node start(URI upstream) throws IOException {
    return fixture.start(
        AlertsBed.POLICY, AlertFixture.config(upstream, Duration.ofHours(1), AlertFixture.QUICK));
  }

  private URI there() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private void call(Node node, int status) throws IOException {
    try (RawClient client = node.client()) {
      assertThat(AlertsBed.call(client, key, "/many").status()).isEqualTo(status);
    }
  }

  /** Calls in vain for longer than it takes to be down. */
  private void callInVain(Node node, int status) throws IOException {
    for (int i = 0; i < 8; i++) {
      call(node, status);
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private List<String> types() {
    return fixture.receiver.got().stream().map(got -> got.text("type")).toList();
  }

  @Test
  void refusedConnections_thenAnAnswer_areOneEventEach() throws IOException {
    Node node = start(there());

    callInVain(node, 502);
    AlertsBed.await(() -> types().equals(List.of("upstream.down")));
    callInVain(node, 502);
    try (Api back = new Api(port)) {
      assertThat(back.server).isNotNull();
      call(node, 500);
      AlertsBed.await(() -> types().equals(List.of("upstream.down", "upstream.up")));
      callInVain(node, 500);
    }
    Got down = fixture.receiver.got().get(0);
    assertThat(down.text("upstream")).isEqualTo(there().toString());
    assertThat(down.json().propertyNames()).containsExactly("type", "time", "upstream", "since");
    assertThat(types()).containsExactly("upstream.down", "upstream.up");
  }

  @Test
  void silence_isDownToo() throws IOException {
    Node node = start(fixture.upstream.uri());

    for (int i = 0; i < 5; i++) { // half a second each
      try (RawClient client = node.client()) {
        assertThat(AlertsBed.call(client, key, "/many", "X-Want: hang").status()).isEqualTo(504);
      }
    }

    AlertsBed.await(() -> types().equals(List.of("upstream.down")));
  }

  @Test
  void fewFailures_orOneAnswerAmongThem_areNoOutage() throws IOException {
    Node node = start(fixture.upstream.uri());

    for (int i = 0; i < 6; i++) {
      try (RawClient client = node.client()) {
        String want = i % 2 == 0 ? "X-Want: hang" : "X-Want: 200";
        AlertsBed.call(client, key, "/many", want);
      }
    }
    try (RawClient client = node.client()) {
      AlertsBed.call(client, key, "/many", "X-Want: hang");
      AlertsBed.call(client, key, "/many", "X-Want: hang");
    }

    LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    assertThat(types()).isEmpty();
  }

  @Test
  void restartWhileItIsDown_tellsNothingAgain_andThatItIsBack() throws IOException {
    Node node = start(there());
    callInVain(node, 502);
    AlertsBed.await(() -> types().equals(List.of("upstream.down")));
    fixture.stop(node);

    Node next = start(there());
    callInVain(next, 502);
    assertThat(types()).containsExactly("upstream.down");
    try (Api back = new Api(port)) {
      assertThat(back.server).isNotNull();
      call(next, 500);
      AlertsBed.await(() -> types().equals(List.of("upstream.down", "upstream.up")));
    }
  }

  @Test
  void twoGateways_thatBothSeeIt_tellOnce() throws IOException {
    Node one = start(there());
    Node other = start(there());
    for (int i = 0; i < 8; i++) {
      call(one, 502);
      call(other, 502);
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    AlertsBed.await(() -> types().contains("upstream.down"));
    try (Api back = new Api(port)) {
      assertThat(back.server).isNotNull();
      call(one, 500);
      call(other, 500);
      AlertsBed.await(() -> types().contains("upstream.up"));
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
    assertThat(types()).containsExactly("upstream.down", "upstream.up");
  }
}
