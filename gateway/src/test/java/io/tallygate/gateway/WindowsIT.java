package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.policy.PolicyFile;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Windows in a row, by the real clock: an hour lasts five seconds here. */
@Timeout(300)
final class WindowsIT {

  private static final int WINDOWS = 12;

  private record Row(String method, String path) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("POST", "/v1/tools/generate-image"),
          new Row("POST", "/v1/tools/executions/vg_exec_1/cancel"),
          new Row("POST", "/v1/webhooks/endpoints"));

  @Test
  void twelveWindows_threeGroupsAtOnce_eachAdmitsItsNumber_fromTheSecondOfReset() throws Exception {
    GatewayConfig config = GatewayConfig.DEFAULT;
    GatewayConfig fast =
        new GatewayConfig(
            config.listen(),
            config.upstream(),
            config.authentication(),
            config.bounds(),
            Duration.ofSeconds(5),
            config.switches());
    ExecutorService callers = Executors.newFixedThreadPool(ROWS.size());
    try (Fixture fixture = new Fixture(PolicyFile.bundled("videogen"), fast)) {
      String key = fixture.keys.add("k1");
      List<Future<Integer>> each = new ArrayList<>();
      for (Row row : ROWS) {
        each.add(callers.submit(() -> windows(fixture, key, row)));
      }
      for (Future<Integer> windows : each) {
        assertThat(windows.get()).isEqualTo(WINDOWS);
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private static int windows(Fixture fixture, String key, Row row) throws IOException {
    int windows = 0;
    int early429 = 0;
    try (RawClient client = fixture.client()) {
      String field = "Authorization: Bearer " + key;
      long earlierReset = 0;
      while (windows < WINDOWS) {
        Response first = client.call(row.method, row.path, field);
        assertThat(first.status()).isEqualTo(200);
        long limit = first.limit(); // PublishedRowsIT holds the number itself
        assertThat(first.remaining()).isEqualTo(limit - 1);
        long reset = first.reset();
        assertThat(reset - second()).isBetween(4L, 5L); // the second it opened in, plus five
        assertThat(reset).isGreaterThan(earlierReset);
        for (long used = 2; used <= limit; used++) {
          Response next = client.call(row.method, row.path, field);
          assertThat(next.status()).isEqualTo(200);
          assertThat(next.remaining()).isEqualTo(limit - used);
          assertThat(next.reset()).isEqualTo(reset);
        }
        assertThat(client.call(row.method, row.path, field).status()).isEqualTo(429);

        awaitSecond(reset - 1);
        Response early = client.call(row.method, row.path, field);
        if (second() < reset) { // it was decided in the second before
          assertThat(early.status()).isEqualTo(429);
          assertThat(early.field("Retry-After")).isEqualTo("1");
          assertThat(early.reset()).isEqualTo(reset);
          early429++;
        }
        awaitSecond(reset);
        earlierReset = reset;
        windows++;
      }
    }
    assertThat(early429).isGreaterThan(WINDOWS / 2);
    return windows;
  }

  private static long second() {
    return TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
  }

  private static void awaitSecond(long wanted) {
    while (second() < wanted) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }
}
