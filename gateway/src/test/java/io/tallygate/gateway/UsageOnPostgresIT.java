package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.OnServer;
import io.tallygate.gateway.database.StoredUsage;
import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.testing.PostgresServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Two gateways record into one PostgreSQL that fails under them. */
@Tag("needs-postgresql")
@Timeout(180)
final class UsageOnPostgresIT {

  private static final String USAGE = "io.tallygate.gateway.usage";

  private final PostgresServer server = PostgresServer.start();
  private final Location location = OnServer.database(server);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private UsageTraffic traffic;

  @BeforeEach
  void start() throws IOException {
    log.start();
    ((Logger) LoggerFactory.getLogger(USAGE)).addAppender(log);
    traffic = new UsageTraffic(location, 2);
    traffic.start(2);
  }

  @AfterEach
  void stop() {
    traffic.close();
    server.close();
    ((Logger) LoggerFactory.getLogger(USAGE)).detachAppender(log);
  }

  private long calls() {
    return traffic.upstream.calls();
  }

  private static void await(BooleanSupplier condition) {
    long startNanos = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - startNanos).isLessThan(60_000_000_000L);
      LockSupport.parkNanos(2_000_000);
    }
  }

  private List<String> lines(String start) {
    return List.copyOf(log.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.startsWith(start))
        .toList();
  }

  private void assertAllIsRecorded() throws Exception {
    Map<String, Counts> answered = traffic.stop();
    traffic.closeNodes();
    try (StoredUsage kept = StoredUsage.open(location)) {
      assertThat(UsageTraffic.recorded(kept, Grain.HOUR)).isEqualTo(answered);
    }
    assertThat(List.copyOf(log.list))
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains("pa55"));
  }

  @Test
  void record_onTwoGateways_addsUp() throws Exception {
    await(() -> calls() > 500);
    assertAllIsRecorded();
  }

  @Test
  void kill_databaseUnderTraffic_losesNoCountAndIsSaidOnce() throws Exception {
    await(() -> calls() > 100);
    server.kill();
    await(() -> lines("usage cannot be written and waits: ").size() == 2);
    long answered = total();
    await(() -> total() > answered + 500);
    server.restart();
    await(() -> lines("usage is written again").size() == 2);
    assertAllIsRecorded();
    assertThat(List.copyOf(log.list))
        .filteredOn(line -> line.getLevel() == Level.WARN)
        .as("one line of each gateway")
        .hasSize(2);
  }

  @Test
  void hang_databaseUnderTraffic_holdsNoCallAndLosesNoCount() throws Exception {
    await(() -> calls() > 100);
    server.freeze();
    try {
      await(() -> lines("usage cannot be written and waits: ").size() == 2);
      long answered = total();
      await(() -> total() > answered + 500);
    } finally {
      server.thaw();
    }
    await(() -> lines("usage is written again").size() == 2);
    assertAllIsRecorded();
  }

  /** Calls of both gateways, as they tell without the database. */
  private long total() {
    return traffic.nodes.stream()
        .mapToLong(
            node -> node.gateway().usage().orElseThrow().now().orElseThrow().totals().all().calls())
        .sum();
  }
}
