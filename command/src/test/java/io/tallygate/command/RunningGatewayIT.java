package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.GatewayConfig.Listen;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.key.DataException;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that cannot begin whole does not go on in part. */
@Timeout(60)
final class RunningGatewayIT {

  private static final PolicyFile POLICY = PolicyFile.bundled("videogen");

  @TempDir Path folder;

  private static GatewayConfig onFreePorts(Duration hour) {
    return new GatewayConfig(
        new Listen("127.0.0.1", 0, "127.0.0.1", 0),
        GatewayConfig.DEFAULT.upstream(),
        GatewayConfig.DEFAULT.authentication(),
        GatewayConfig.DEFAULT.bounds(),
        hour,
        GatewayConfig.DEFAULT.switches());
  }

  private RunningGateway start(PolicyFile policy, Duration hour) throws IOException {
    return RunningGateway.start(
        onFreePorts(hour),
        new RunningGateway.Stand(
            new Location.Folder(folder), folder, policy, Optional.empty(), Ticker.SYSTEM));
  }

  /** Ours; what Netty keeps for itself ends by itself. */
  private static Set<Thread> running() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("tallygate"))
        .collect(Collectors.toSet());
  }

  @Test
  void start_firstTokenCannotBeWritten_leavesNothingRunning() throws Exception {
    Path inTheWay = folder.resolve(FirstToken.FILE);
    Files.createDirectories(inTheWay.resolve("full"));
    Set<Thread> before = running();

    assertThatThrownBy(() -> start(POLICY, Duration.ofHours(1)).close())
        .isInstanceOf(DataException.class)
        .hasMessage(
            "first admin token cannot be written; `tallygate token create` makes another: file="
                + inTheWay);
    Await.until(() -> before.containsAll(running()));
    try (RunningGateway again = start(POLICY, Duration.ofHours(1))) {
      assertThat(again.firstToken()).as("its token is in the database").isEmpty();
    }
  }

  @Test
  void start_hourTooShortForTheLimits_saysHowLongItMustBe() throws Exception {
    PolicyFile smooth =
        PolicyFile.parse(
            "limits.yaml",
            """
            groups:
              files:
                limit: 20,000 requests/hour smooth, burst 10
                endpoints:
                  - GET /v1/files
            other: 100 requests/hour
            """);
    Set<Thread> before = running();

    assertThatThrownBy(() -> start(smooth, Duration.ofSeconds(1)).close())
        .hasMessageContaining("hour=1s limit=files count=20000; hour=2s is long enough for it");
    Await.until(() -> before.containsAll(running()));
  }
}
