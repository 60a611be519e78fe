package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.GatewayConfig.Bounds;
import io.tallygate.gateway.GatewayConfig.Counters;
import io.tallygate.gateway.GatewayConfig.Listen;
import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.trace.TraceConfig;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.storage.TableConfig;
import io.tallygate.policy.Gate;
import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that cannot start leaves nothing behind, so that it can be started again. */
@Timeout(60)
final class FailedStartIT {

  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");
  private static final PolicyFile POLICY = Fixture.policy(Gate.DEFAULT);

  @TempDir Path folder;

  /** What begins with a gateway; what Netty keeps for itself ends by itself. */
  private static Set<Thread> running() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("(tallygate|BatchSpan).*"))
        .collect(Collectors.toSet());
  }

  @Test
  void databaseThatIsGone_leavesNothingRunning() throws IOException {
    Location location = new Location.Folder(folder);
    Database.open(location).close();
    Switches traced = Switches.DEFAULT.withSight(Sight.DEFAULT.withTraces(TraceConfig.to(NOWHERE)));
    Set<Thread> before = running();
    try (AdminStore store = AdminStore.open(location, Ticker.SYSTEM)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }

      assertThatThrownBy(
              () ->
                  Gateway.start(
                          Fixture.on(Fixture.with(traced), NOWHERE),
                          POLICY,
                          new TestKeys(),
                          Optional.of(store))
                      .close())
          .isInstanceOf(DataException.class);
    }
    Awaited.until(() -> before.containsAll(running()));
  }

  @Test
  void takenAdminPort_leavesTheCounterFileFree_andNothingRunning() throws IOException {
    Counters kept =
        new Counters(
            1_024,
            new TableConfig(
                folder.resolve("counters.tally"), TableConfig.NEVER, TableConfig.OnLost.ALLOW));
    Bounds bounds = new Bounds(32 << 10, 1_000, 100, 100, kept, Duration.ofMillis(200));
    try (Fixture other = new Fixture()) {
      GatewayConfig free = Fixture.on(Fixture.with(bounds), NOWHERE);
      int port = other.gateway.adminAddress().getPort();
      GatewayConfig taken =
          new GatewayConfig(
              new Listen("127.0.0.1", 0, "127.0.0.1", port, List.of()),
              free.upstream(),
              free.authentication(),
              free.bounds(),
              free.hour(),
              free.switches());
      Set<Thread> before = running();

      assertThatThrownBy(() -> Gateway.start(taken, POLICY, new TestKeys()).close())
          .isInstanceOf(BindException.class)
          .hasMessage("port is in use: admin-port=" + port);
      Awaited.until(() -> before.containsAll(running()));
      try (Gateway again = Gateway.start(free, POLICY, new TestKeys())) {
        assertThat(again.counters()).isGreaterThanOrEqualTo(1_024);
      }
    }
  }
}
