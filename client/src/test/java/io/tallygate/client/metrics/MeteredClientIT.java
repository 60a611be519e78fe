package io.tallygate.client.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallygate.client.ClientConfig;
import io.tallygate.client.ClientEvent;
import io.tallygate.client.GroupRule;
import io.tallygate.client.RateLimited;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MeteredClientIT {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<ClientEvent> events = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          int number = requests.incrementAndGet();
          String path = exchange.getRequestURI().getPath();
          var fields = exchange.getResponseHeaders();
          if (path.startsWith("/named")) {
            fields.add("RateLimit-Policy", "\"tools\";q=9;w=3600;pk=:a2V5:, \"all\";q=50;w=60");
            fields.add("RateLimit", "\"tools\";r=4;t=1800;pk=:a2V5:, \"all\";r=30;t=60");
          } else if (path.startsWith("/refused")) {
            fields.add("Retry-After", number == 1 ? "1" : "3600");
          }
          exchange.sendResponseHeaders(path.startsWith("/refused") ? 429 : 204, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private HttpClient client(ClientConfig config) {
    return MeteredClient.of(HttpClient.newHttpClient(), config.withListener(events::add), registry);
  }

  private HttpRequest get(String path) {
    int port = server.getAddress().getPort();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }

  private double counted(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  @Test
  void served_calls_areCountedByGroupWithWhatIsLeft() throws Exception {
    HttpClient client = client(ClientConfig.DEFAULT);
    for (int i = 0; i < 3; i++) {
      client.send(get("/named/" + i), BodyHandlers.discarding());
    }
    String group = "all, tools"; // without the partition key
    assertThat(counted("tallygate.client.requests", "group", group, "outcome", "2xx")).isEqualTo(3);
    assertThat(registry.get("tallygate.client.remaining").tags("group", group).gauge().value())
        .isEqualTo(4);
    assertThat(registry.get("tallygate.client.limit").tags("group", group).gauge().value())
        .isEqualTo(9);
    assertThat(events).hasSize(6); // the program's own listener is told as well
  }

  @Test
  void refused_call_isCountedWithItsWaitAndItsEnd() {
    HttpClient client = client(ClientConfig.DEFAULT);
    assertThatThrownBy(() -> client.send(get("/refused"), BodyHandlers.discarding()))
        .isInstanceOf(RateLimited.class);
    String group = "GET /refused";
    assertThat(counted("tallygate.client.requests", "group", group, "outcome", "429")).isEqualTo(2);
    assertThat(counted("tallygate.client.waits", "group", group)).isEqualTo(1);
    assertThat(counted("tallygate.client.repeats", "group", group, "reason", "refused"))
        .isEqualTo(2);
    assertThat(counted("tallygate.client.given.up", "group", group)).isEqualTo(1);
    assertThat(registry.get("tallygate.client.wait").timer().count()).isEqualTo(1);
    assertThat(registry.get("tallygate.client.remaining").gauge().value()).isNaN();
  }

  @Test
  void request_withoutAnAnswer_isCountedAsLost() {
    server.stop(0);
    HttpClient client = client(ClientConfig.DEFAULT.withMaxWait(Duration.ZERO));
    assertThatThrownBy(() -> client.send(get("/gone"), BodyHandlers.discarding()))
        .isInstanceOf(IOException.class);
    assertThat(counted("tallygate.client.requests", "group", "GET /gone", "outcome", "lost"))
        .isEqualTo(1);
  }

  @Test
  void groups_moreThanTheMost_areCountedAsOther() throws Exception {
    GroupRule byPath = request -> Optional.of(request.uri().getPath());
    HttpClient client = client(ClientConfig.DEFAULT.withGroupRule(byPath));
    for (int i = 0; i < MeteredClient.GROUPS_MAX + 2; i++) {
      client.send(get("/plain/" + i), BodyHandlers.discarding());
    }
    assertThat(counted("tallygate.client.requests", "group", "other")).isEqualTo(2);
    assertThat(
            registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().equals("tallygate.client.requests"))
                .map(id -> id.getTag("group")))
        .hasSize(MeteredClient.GROUPS_MAX + 1);
  }
}
