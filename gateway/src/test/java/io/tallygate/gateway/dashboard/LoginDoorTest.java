package io.tallygate.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.StoredAdministration;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Role;
import io.tallygate.limiter.clock.Ticker;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginDoorTest {

  private static final long SECOND = 1_795_510_820;

  private long nanos;
  private final Ticker ticker =
      new Ticker() {
        @Override
        public long monotonicNanos() {
          return nanos;
        }

        @Override
        public long wallMicros() {
          return SECOND * 1_000_000 + nanos / 1_000;
        }
      };
  private StoredAdministration all;
  private AdminStore store;
  private LoginDoor door;
  private String token;

  @BeforeEach
  void open(@TempDir Path folder) {
    Location location = new Location.Folder(folder.resolve("data"));
    all =
        new StoredAdministration(
            Database.open(location), ticker, new Actor(Actor.Kind.COMMAND, "tester"));
    store = AdminStore.open(location, ticker);
    door = new LoginDoor(ticker);
    token = all.tokens().create("t", Role.READ, Life.NO_END).secret();
  }

  @AfterEach
  void close() {
    door.close();
    store.close();
    all.close();
  }

  private int status(String secret, String address) throws UnknownHostException {
    InetAddress from = InetAddress.getByName(address);
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> door.byToken(store, secret, from));
    return refusal == null ? 200 : refusal.status();
  }

  @Test
  void address_thatFailedTenTimes_waitsAMinute_andOthersDoNot() throws UnknownHostException {
    for (int i = 0; i < LoginDoor.PER_ADDRESS.count(); i++) {
      assertThat(status("wrong", "192.0.2.1")).isEqualTo(401);
    }

    assertThat(status("wrong", "192.0.2.1")).isEqualTo(429);
    assertThat(status(token, "192.0.2.1")).isEqualTo(429);
    assertThat(status(token, "192.0.2.2")).isEqualTo(200);
    nanos += Duration.ofMinutes(1).toNanos();
    assertThat(status(token, "192.0.2.1")).isEqualTo(200);
  }

  @Test
  void addresses_thatFailedAHundredTimes_shutTheDoorForAll() throws UnknownHostException {
    for (int i = 0; i < LoginDoor.OVERALL.count(); i++) {
      assertThat(status("wrong", "198.51.100." + i)).isEqualTo(401);
    }

    assertThat(status(token, "203.0.113.1")).isEqualTo(429);
    nanos += Duration.ofMinutes(1).toNanos();
    assertThat(status(token, "203.0.113.1")).isEqualTo(200);
  }

  @Test
  void successes_areNotCounted() throws UnknownHostException {
    for (int i = 0; i < 3 * LoginDoor.PER_ADDRESS.count(); i++) {
      assertThat(status(token, "192.0.2.1")).isEqualTo(200);
    }
  }
}
