package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.GatewayConfig.Bounds;
import io.tallygate.gateway.GatewayConfig.Counters;
import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.metrics.Exposed;
import io.tallygate.gateway.trace.TraceConfig;
import io.tallygate.limiter.storage.TableConfig;
import io.tallygate.policy.Gate;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** What a gateway tells after traffic of all kinds, with all that has metrics switched on. */
final class LiveScrape {

  private LiveScrape() {}

  /**
   * Runs it.
   *
   * @param folder for the file of counters
   */
  static String afterTraffic(Path folder) throws IOException {
    Bounds bounds = GatewayConfig.DEFAULT.bounds();
    TableConfig file =
        new TableConfig(
            folder.resolve("counters.tally"), Duration.ofSeconds(1), TableConfig.OnLost.ALLOW);
    GatewayConfig config =
        new GatewayConfig(
            GatewayConfig.DEFAULT.listen(),
            GatewayConfig.DEFAULT.upstream(),
            GatewayConfig.DEFAULT.authentication(),
            new Bounds(
                bounds.headBytes(),
                bounds.bodyBytes(),
                bounds.connections(),
                bounds.inFlight(),
                new Counters(1_000, file),
                bounds.drain()),
            GatewayConfig.DEFAULT.hour(),
            Switches.DEFAULT.withSight(
                Sight.DEFAULT.withTraces(TraceConfig.to(URI.create("http://[::1]:1")))));
    try (Fixture fixture = new Fixture(Fixture.policy(Gate.DEFAULT), config)) {
      traffic(fixture);
      System.gc(); // of collections the JVM tells only when there was one
      Awaited.until(() -> scrape(fixture).contains("jvm_gc_pause_seconds"));
      return scrape(fixture);
    }
  }

  private static void traffic(Fixture fixture) throws IOException {
    String key = fixture.keys.add("k1");
    for (int i = 0; i < 4; i++) {
      fixture.call(key, "POST", "/v1/things");
    }
    assertThat(fixture.call(key, "POST", "/v1/things").status()).isEqualTo(429);
    assertThat(fixture.call(key, "GET", "/v1/things").status()).isEqualTo(200);
    assertThat(fixture.call(key, "GET", "/v1/else").status()).isEqualTo(200);
    assertThat(fixture.call("nobody", "GET", "/v1/else").status()).isEqualTo(401);
    assertThat(fixture.call(key, "GET", "/v1/things", "X-Want: 500").status()).isEqualTo(500);
    assertThat(fixture.call(key, "GET", "/v1/things", "X-Want: hang-up").status()).isEqualTo(502);
    try (RawClient client = fixture.client()) {
      assertThat(client.call("GET", "/docs/x").status()).isEqualTo(200);
    }
  }

  static String scrape(Fixture fixture) throws IOException {
    return scrape(fixture, "text/plain").body();
  }

  static Response scrape(Fixture fixture, String accept) throws IOException {
    try (RawClient admin = new RawClient(fixture.gateway.adminAddress())) {
      return admin.call("GET", "/metrics", "Accept: " + accept);
    }
  }

  static Exposed exposed(Path folder) throws IOException {
    return Exposed.parse(afterTraffic(folder));
  }
}
