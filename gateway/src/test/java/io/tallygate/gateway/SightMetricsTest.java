package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.alert.AlertConfig.Destinations;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.coach.LiveCoach;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.SmallUsage;
import io.tallygate.gateway.database.StoredUsage;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.metrics.Metrics;
import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.TestCall;
import io.tallygate.gateway.usage.UsageBatch;
import io.tallygate.gateway.usage.UsageQuery;
import io.tallygate.gateway.usage.UsageQuery.Who;
import io.tallygate.gateway.usage.UsageRow;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What those who look on had to let go, made to happen, against what the metrics say of it. */
@Timeout(180)
final class SightMetricsTest {

  private static final long SECOND = Ticker.SYSTEM.wallMicros() / 1_000_000;

  /** Callers with a group whose usage waits in memory. */
  private static final long PAIRS_MAX = 250_000;

  /** In the transaction that is tried again and again. */
  private static final long ROWS_UNDER_WAY = 50_000;

  private static final long CALLS_AT_ONCE = 40_000;

  /** Crossings in the queue, and those that the thread has in hand. */
  private static final int CROSSINGS_MAX = 8_192 + 256;

  @TempDir Path folder;
  private Path data = Path.of("");
  private Location location = new Location.Folder(data);

  @BeforeEach
  void create() {
    data = folder.resolve("data");
    location = new Location.Folder(data);
    Database.open(location).close();
  }

  private Path away() {
    return data.resolveSibling("away");
  }

  /** Looks on, with all of it switched on. */
  private final class Sight implements AutoCloseable {

    private final AdminStore store = AdminStore.open(location, Ticker.SYSTEM);
    private final Observers observers =
        Observers.start(
            Fixture.on(GatewayConfig.DEFAULT, URI.create("http://127.0.0.1:1")),
            Optional.of(store));

    void ended(TestCall call) {
      for (CallObserver observer : observers.onlookers().observers()) {
        observer.ended(call);
      }
    }

    long metric(String name) {
      return SightMetricsTest.metric(observers.onlookers().metrics(), name);
    }

    @Override
    public void close() {
      observers.close();
      store.close();
    }
  }

  private static long metric(Metrics metrics, String name) {
    return metrics
        .scrape("")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  @Test
  void usage_databaseAwayForTooMany_recordedAndDroppedAreAllCalls() throws IOException {
    long calls = 8 * CALLS_AT_ONCE;
    long dropped;
    try (Sight sight = new Sight()) {
      Files.move(data, away());
      TestCall call = new TestCall().at(SECOND);
      for (int i = 1; i <= calls; i++) {
        sight.ended(call.uncounted("key_" + i, "things", null));
        if (i % CALLS_AT_ONCE == 0) { // more would find no room before they are gathered
          long all = i;
          Awaited.until(() -> sight.metric("tallygate_usage_calls_waiting") == all);
        }
      }
      Awaited.until(() -> sight.metric("tallygate_usage_failing") == 1);
      dropped = sight.metric("tallygate_usage_calls_dropped_total");
      assertThat(dropped).isBetween(calls - PAIRS_MAX - ROWS_UNDER_WAY, calls - PAIRS_MAX + 1);

      Files.move(away(), data);
      Awaited.until(() -> sight.metric("tallygate_usage_calls_waiting") == 0);
      Awaited.until(() -> sight.metric("tallygate_usage_failing") == 0);
      assertThat(sight.metric("tallygate_usage_calls_dropped_total")).isEqualTo(dropped);
    }

    assertThat(recordedOfCallers() + dropped).isEqualTo(calls);
  }

  private long recordedOfCallers() {
    UsageQuery query = new UsageQuery(Who.ALL, "", Grain.HOUR, Term.ALWAYS);
    Page.Request request = Page.Request.FIRST.withSize(Page.Request.SIZE_MAX);
    long calls = 0;
    try (StoredUsage usage = StoredUsage.open(location)) {
      while (true) {
        Page<UsageRow> page = usage.rows(query, request);
        calls += page.items().stream().mapToLong(row -> row.counts().calls()).sum();
        if (page.next().isEmpty()) {
          return calls;
        }
        request = request.withCursor(page.next());
      }
    }
  }

  @Test
  void usage_moreRowsThanAreKept_saysHowManyWereCut() {
    List<UsageRow> rows = new ArrayList<>();
    for (int i = 0; i < 107; i++) {
      rows.add(new UsageRow("key_a", "things", SECOND - i * 3_600L, new Counts(1, 0, 0)));
    }
    try (Metrics metrics = new Metrics();
        StoredUsage usage = SmallUsage.open(location, 100)) {
      SightMetrics.addUsage(metrics, Optional.empty(), Optional.of(usage));
      usage.add(new UsageBatch("w", 1, rows, List.of()));
      assertThat(metric(metrics, "tallygate_usage_rows_cut_total")).isZero();
      usage.tidy(SECOND);

      assertThat(metric(metrics, "tallygate_usage_rows_cut_total")).isEqualTo(7);
    }
  }

  @Test
  void alerts_databaseAwayForTooMany_toldAndDroppedAreAllCrossings() throws IOException {
    int callers = CROSSINGS_MAX + 500;
    subscribe();
    try (Sight sight = new Sight();
        Limiter limiter = new Limiter(LimiterConfig.DEFAULT.withCounters(1 << 14))) {
      Limit limit = new Limit("things", 1, Duration.ofHours(1));
      LimitSet things =
          limiter.limits(Group.of("things", List.of(limit), List.of()), WindowStart.FIRST_CALL);
      Awaited.until(() -> sight.metric("tallygate_alerts_wanted") > 0);
      Files.move(data, away());
      TestCall call = new TestCall().at(SECOND);
      for (int i = 0; i < callers; i++) {
        Caller caller = limiter.caller(Caller.Kind.KEY, "key_" + i, List.of());
        sight.ended(call.decided(limiter, caller, things, 200));
      }
      long dropped = sight.metric("tallygate_alerts_dropped_total");
      assertThat(dropped).isBetween(500L, 500L + 256);

      Files.move(away(), data);
      Awaited.until(() -> sight.metric("tallygate_alerts_told_total") == callers - dropped);
      assertThat(sight.metric("tallygate_alerts_dropped_total")).isEqualTo(dropped);
    }
  }

  private void subscribe() {
    try (AdminStore store = AdminStore.open(location, Ticker.SYSTEM, Destinations.PRIVATE)) {
      store
          .alerts(new Actor(Actor.Kind.COMMAND, "tester"))
          .create("", new Wish("http://127.0.0.1:1/", EventKind.wishes(), List.of(100), ""));
    }
  }

  @Test
  void coach_moreAtOnceThanItTakes_notedAndOverlookedAreAllCalls() throws IOException {
    try (Sight sight = new Sight()) {
      LiveCoach coach = (LiveCoach) sight.observers.coach();
      TestCall call = new TestCall().at(SECOND);
      long calls = 0;
      while (coach.overlooked() < 10) {
        sight.ended(call.uncounted("key_a", "things", null));
        calls++;
      }
      long all = calls;

      Awaited.until(() -> coach.review("key_a").calls() + coach.overlooked() == all);
      assertThat(sight.metric("tallygate_coach_calls_overlooked_total"))
          .isEqualTo(coach.overlooked());
    }
  }
}
