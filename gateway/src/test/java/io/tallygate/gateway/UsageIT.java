package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.StoredUsage;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.usage.CallerStanding;
import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.GroupCounts;
import io.tallygate.gateway.usage.GroupStanding;
import io.tallygate.gateway.usage.HeavyCaller;
import io.tallygate.gateway.usage.LimitStanding;
import io.tallygate.gateway.usage.RefusedCall;
import io.tallygate.gateway.usage.UsageConfig;
import io.tallygate.gateway.usage.UsageNow;
import io.tallygate.gateway.usage.UsageQuery;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway records of real calls is what its callers were answered. */
@Timeout(120)
final class UsageIT {

  private static final int CALLS = 3_000;

  @TempDir Path folder;
  private Location location;
  private UsageTraffic traffic;

  @BeforeEach
  void start() throws IOException {
    location = new Location.Folder(folder.resolve("data"));
    traffic = new UsageTraffic(location, 1);
  }

  @AfterEach
  void stop() {
    traffic.close();
  }

  private UsageNow now() {
    return traffic.nodes.get(0).gateway().usage().orElseThrow().now().orElseThrow();
  }

  /** A call ends when its response has been written: a moment after it was read, at times. */
  private void awaitCalls(long calls) throws IOException {
    Awaited.until(() -> now().totals().all().calls() >= calls);
  }

  @Test
  void record_callsOfManyAtOnce_isWhatTheyWereAnswered() throws Exception {
    traffic.start(6);
    awaitCalls(CALLS);
    Map<String, Counts> answered = traffic.stop();
    traffic.closeNodes();

    try (StoredUsage kept = StoredUsage.open(location)) {
      assertThat(UsageTraffic.recorded(kept, Grain.HOUR)).isEqualTo(answered);
      assertThat(UsageTraffic.recorded(kept, Grain.MINUTE)).isEqualTo(answered);
      Counts all = answered.values().stream().reduce(Counts.NONE, Counts::plus);
      UsageQuery query = new UsageQuery(UsageQuery.Who.ALL, "", Grain.HOUR, Term.ALWAYS);
      assertThat(
              kept.groups(query).stream()
                  .map(GroupCounts::counts)
                  .reduce(Counts.NONE, Counts::plus))
          .isEqualTo(all);
      assertThat(all.admitted()).isPositive();
      assertThat(all.refused()).isPositive();
      assertThat(all.failed()).isPositive();
    }
  }

  private Response call(IssuedKey key, String method, String path) throws IOException {
    try (RawClient client = new RawClient(traffic.nodes.get(0).address())) {
      return client.call(method, path, "Authorization: Bearer " + key.secret());
    }
  }

  @Test
  void standing_afterCalls_isWhatTheHeadersSaid() throws IOException {
    IssuedKey key = traffic.keys.get(0);
    String id = key.key().id();
    Response last = call(key, "GET", "/v1/things?secret=s3cr3t");
    for (int i = 0; i < 5; i++) {
      last = call(key, "POST", "/v1/things?secret=s3cr3t");
    }
    assertThat(last.status()).isEqualTo(429);

    awaitCalls(6);
    CallerStanding standing = now().standing(id).orElseThrow();
    assertThat(standing.groups())
        .extracting(GroupStanding::group)
        .containsExactly("things", "made", "other");
    GroupStanding made = standing.groups().get(1);
    assertThat(made.limits()).containsExactly(new LimitStanding("made", 3, 3, 3_600, last.reset()));
    assertThat(made.hour()).isEqualTo(new Counts(3, 2, 0));
    assertThat(standing.groups().get(0).hour()).isEqualTo(new Counts(1, 0, 0));
    assertThat(standing.groups().get(2).hour()).isEqualTo(Counts.NONE);
    List<RefusedCall> refusals = now().lastRefusals(id);
    assertThat(refusals).hasSize(2);
    assertThat(refusals.get(0))
        .extracting(
            RefusedCall::method, RefusedCall::endpoint, RefusedCall::group, RefusedCall::code)
        .containsExactly("POST", "/v1/things", "made", "rate_limited");
    assertThat(now().heaviest(5)).containsExactly(new HeavyCaller(id, 6, 0));
    assertThat(now().nearest(5))
        .extracting(near -> near.caller() + " " + near.group() + " " + near.limit().remaining())
        .containsExactly(id + " made 0");
    assertThat(now().standing("key_000000000000")).isEmpty();
  }

  @Test
  void totals_callsWithoutAKey_areAmongThemAndInNoRow() throws IOException {
    try (RawClient client = new RawClient(traffic.nodes.get(0).address())) {
      assertThat(client.call("GET", "/docs/x").status()).isEqualTo(200);
      assertThat(client.call("GET", "/v1/things").status()).isEqualTo(401);
    }

    awaitCalls(2);
    List<GroupCounts> groups = now().totals().groups();
    assertThat(groups).extracting(group -> group.counts().calls()).containsExactly(1L, 1L);
    assertThat(now().totals().all()).isEqualTo(new Counts(1, 1, 0));
    assertThat(now().heaviest(5)).isEmpty();
    traffic.closeNodes();
    try (StoredUsage kept = StoredUsage.open(location)) {
      assertThat(UsageTraffic.recorded(kept, Grain.HOUR)).isEmpty();
    }
  }

  @Test
  void usage_off_recordsNothingAndShowsWhatThereIs() throws IOException {
    Sight off = Sight.DEFAULT.withUsage(new UsageConfig(false));
    UsageTraffic.Node node = traffic.node(Fixture.with(new Switches(false, false, off)));
    traffic.nodes.add(0, node);
    call(traffic.keys.get(0), "GET", "/v1/things");

    assertThat(node.gateway().usage().orElseThrow().now()).isEmpty();
    traffic.closeNodes();
    try (StoredUsage kept = StoredUsage.open(location)) {
      assertThat(UsageTraffic.recorded(kept, Grain.HOUR)).isEmpty();
    }
  }
}
