package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.AlertFixture.Node;
import io.tallygate.gateway.AlertReceiver.Got;
import io.tallygate.gateway.GatewayConfig.Bounds;
import io.tallygate.gateway.GatewayConfig.Counters;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.limiter.storage.TableConfig;
import io.tallygate.testing.RawClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that are killed tell each thing once, and deliver it at least once. */
@Timeout(180)
final class AlertsKilledIT {

  private static final int KILLS = Integer.getInteger("kills", 5);
  private static final int KEYS = 60;

  @TempDir Path folder;

  @Test
  void killed_anywhere_eachEventIsWrittenOnceAndArrives() throws Exception {
    Random random = new Random(20_261_124);
    Location location = new Location.Folder(folder);
    try (AlertFixture fixture = new AlertFixture(location)) {
      List<IssuedKey> keys = new ArrayList<>();
      for (int i = 0; i < KEYS; i++) {
        keys.add(fixture.key("k" + i));
      }
      fixture.subscribe(80, 100);
      for (int kill = 0; kill <= KILLS; kill++) {
        boolean last = kill == KILLS;
        Process process = serve(folder, fixture.upstream.uri());
        try (BufferedReader lines = process.inputReader()) {
          String said = lines.readLine();
          assertThat(said).as("where it serves").isNotNull();
          int port = Integer.parseInt(said);
          // Some of the way to twelve calls a key; the last process sees it through.
          int calls = last ? KEYS * 12 : KEYS * 10 / KILLS + random.nextInt(KEYS);
          call(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), keys, calls);
          if (last) {
            awaitAll(fixture, keys);
          } else {
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(150)).toNanos());
          }
        } finally {
          process.toHandle().destroyForcibly();
          process.waitFor();
        }
      }

      // What the dead had claimed is made again: the same event, with the same id.
      Set<String> ids = new HashSet<>();
      List<String> events = new ArrayList<>();
      for (Got got : fixture.receiver.got()) {
        if (ids.add(got.id())) {
          events.add(AlertsBed.told(got));
        }
      }
      assertThat(events).containsExactlyInAnyOrderElementsOf(expected(keys));
    }
  }

  private static Set<String> expected(List<IssuedKey> keys) {
    Set<String> expected = new TreeSet<>();
    for (IssuedKey key : keys) {
      for (String what : List.of("80", "100", "refused")) {
        expected.add(key.key().id() + " things things " + what);
      }
    }
    return expected;
  }

  private static void awaitAll(AlertFixture fixture, List<IssuedKey> keys) {
    AlertsBed.await(
        () -> {
          Set<String> seen = new HashSet<>();
          fixture.receiver.got().forEach(got -> seen.add(AlertsBed.told(got)));
          return seen.containsAll(expected(keys));
        });
  }

  private static void call(InetSocketAddress address, List<IssuedKey> keys, int count)
      throws IOException {
    try (RawClient client = new RawClient(address)) {
      for (int i = 0; i < count; i++) {
        AlertsBed.call(client, keys.get(i % keys.size()), "/things");
      }
    }
  }

  private static Process serve(Path folder, URI upstream) throws IOException {
    String path = System.getProperty("java.class.path");
    String modules = System.getProperty("jdk.module.path", "");
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            modules.isEmpty() ? path : path + java.io.File.pathSeparator + modules,
            Server.class.getName(),
            folder.toString(),
            upstream.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Serves until it is killed, and says where. */
  static final class Server {

    private Server() {}

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      GatewayConfig config =
          AlertFixture.config(URI.create(args[1]), Duration.ofHours(1), AlertFixture.QUICK);
      Bounds bounds = config.bounds();
      Node node =
          AlertFixture.start(
              new Location.Folder(folder),
              AlertsBed.POLICY,
              new GatewayConfig(
                  config.listen(),
                  config.upstream(),
                  config.authentication(),
                  new Bounds(
                      bounds.headBytes(),
                      bounds.bodyBytes(),
                      bounds.connections(),
                      bounds.inFlight(),
                      new Counters(1_000, TableConfig.of(folder.resolve("counters.tally"))),
                      bounds.drain()),
                  config.hour(),
                  config.switches()));
      Awaited.until(() -> AlertFixture.metric(node, "tallygate_alerts_wanted") > 0);
      System.out.println(node.gateway().address().getPort());
      LockSupport.park(node);
    }
  }
}
