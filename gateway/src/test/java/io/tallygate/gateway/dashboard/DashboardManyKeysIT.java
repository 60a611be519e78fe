package io.tallygate.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.ManyKeys;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long pages take with as many keys as there may be; prints it, for people to read. */
@Tag("long")
@Timeout(300)
final class DashboardManyKeysIT {

  private static final int KEYS = 99_900;
  private static final int CALLERS = 50;
  private static final int ROUNDS = 100;
  private static final long MILLIS_MAX = 200;

  @Test
  void pages_with100000Keys_comeSoon(@TempDir Path folder) throws IOException {
    try (DashboardFixture fixture = new DashboardFixture(folder.resolve("data"))) {
      try (Database database = Database.open(new Location.Folder(fixture.data()))) {
        ManyKeys.fill(database, KEYS);
      }
      String id = "";
      for (int i = 0; i < CALLERS; i++) {
        IssuedKey key =
            fixture.all.keys().create(NewKey.of("caller " + i), new KeyFormat("vg_key_"));
        id = key.key().id();
        fixture.callUntil(key.secret(), 200);
        for (int call = 0; call < 6; call++) {
          fixture.call(key.secret(), "POST", "/v1/webhooks/endpoints");
        }
      }
      Visitor visitor = fixture.visitor(Role.ADMIN);

      for (String path :
          List.of(
              "",
              "/keys",
              "/keys?search=caller",
              "/keys?search=no-such-name",
              "/keys?state=blocked",
              "/keys?cursor=c99000",
              "/keys/" + id,
              "/owners",
              "/policy",
              "/audit",
              "/settings")) {
        assertThat(median(visitor, path)).as(path).isLessThan(MILLIS_MAX * 1_000_000);
      }
    }
  }

  private static long median(Visitor visitor, String path) throws IOException {
    List<Long> nanos = new ArrayList<>();
    for (int i = -ROUNDS / 4; i < ROUNDS; i++) {
      long start = System.nanoTime();
      assertThat(visitor.get(path).status()).isEqualTo(200);
      if (i >= 0) {
        nanos.add(System.nanoTime() - start);
      }
    }
    Collections.sort(nanos);
    long median = nanos.get(ROUNDS / 2);
    System.out.printf(
        "%-30s p50 %6.1f ms   p99 %6.1f ms%n",
        path.isEmpty() ? "(overview)" : path, median / 1e6, nanos.get(ROUNDS * 99 / 100) / 1e6);
    return median;
  }
}
