package io.tallygate.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.key.ApiKey.State;
import io.tallygate.gateway.key.DrainResult.Drained;
import io.tallygate.gateway.key.DrainResult.Refused;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.LimitOverride;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveKeysTest {

  private static final KeyFormat FORMAT = new KeyFormat("vg_key_");

  @TempDir Path folder;
  private SqliteKeys written;
  private LiveKeys live;

  @BeforeEach
  void open() {
    written = SqliteKeys.open(folder, Ticker.SYSTEM);
    live = LiveKeys.open(folder, Ticker.SYSTEM);
    live.format(FORMAT);
  }

  @AfterEach
  void close() {
    live.close();
    written.close();
  }

  @Test
  void find_keyFromBeforeTheStart_isKnownAtOnce() {
    IssuedKey issued = written.create("acme", FORMAT);

    try (LiveKeys later = LiveKeys.open(folder, Ticker.SYSTEM)) {
      assertThat(later.find(issued.secret())).isEqualTo(issued.key());
    }
  }

  @Test
  void find_afterWriteElsewhere_isSeenWithin250Millis() {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String secret = written.create("acme", FORMAT).secret();
      millis.add(millisUntil(() -> live.find(secret) != null));
    }
    Collections.sort(millis);
    // A machine that stalls for a moment may cost the slowest two.
    assertThat(millis.get(17)).as("of %s", millis).isLessThanOrEqualTo(250);
  }

  @Test
  void find_revokedKey_saysSo() {
    IssuedKey issued = written.create("acme", FORMAT);

    written.revoke(issued.key().id());

    millisUntil(() -> live.find(issued.secret()) != null);
    millisUntil(() -> stateOf(issued.secret()) == State.REVOKED);
  }

  @Test
  void find_afterLimitWasSet_hasIt() {
    IssuedKey issued = written.create("acme", FORMAT);
    LimitOverride override = new LimitOverride("files", 7, LimitOverride.NO_END);

    written.setLimit(issued.key().id(), override, "");

    millisUntil(() -> overridesOf(issued.secret()).equals(List.of(override)));
  }

  @Test
  void find_limitThatEnded_isLeftOut() {
    IssuedKey issued = written.create("acme", FORMAT);
    LimitOverride present = new LimitOverride("tools", 7, LimitOverride.NO_END);
    written.setLimit(issued.key().id(), new LimitOverride("files", 7, 1), "");
    written.setLimit(issued.key().id(), present, "");

    millisUntil(() -> overridesOf(issued.secret()).equals(List.of(present)));
  }

  @Test
  void find_afterAnotherKeyChanged_isTheSameInstance() {
    IssuedKey first = written.create("first", FORMAT);
    written.setLimit(first.key().id(), new LimitOverride("files", 7, LimitOverride.NO_END), "");
    millisUntil(() -> !overridesOf(first.secret()).isEmpty());
    ApiKey before = live.find(first.secret());

    IssuedKey second = written.create("second", FORMAT);
    millisUntil(() -> live.find(second.secret()) != null);

    assertThat(live.find(first.secret())).isSameAs(before);
  }

  @Test
  void find_afterItsStateChanged_keepsItsOverrides() {
    IssuedKey issued = written.create("acme", FORMAT);
    written.setLimit(issued.key().id(), new LimitOverride("files", 7, LimitOverride.NO_END), "");
    millisUntil(() -> !overridesOf(issued.secret()).isEmpty());
    List<LimitOverride> before = overridesOf(issued.secret());

    written.revoke(issued.key().id());
    millisUntil(() -> stateOf(issued.secret()) == State.REVOKED);

    assertThat(overridesOf(issued.secret())).isSameAs(before);
  }

  @Test
  void find_unknownOrUnreadableTokens_isNull() {
    String secret = written.create("acme", FORMAT).secret();
    millisUntil(() -> live.find(secret) != null);

    for (String token :
        List.of("", "x", secret + "x", secret.substring(1), "é\u0000", "x".repeat(100_000))) {
      assertThat(live.find(token)).isNull();
    }
  }

  @Test
  void find_tokenOfMostCharacters_isLookedUp() {
    String longest = "t".repeat(LiveKeys.TOKEN_MAX);
    String longer = longest + "t";
    insertKey("key_longest00000", longest);
    insertKey("key_longer000000", longer);
    millisUntil(() -> live.size() == 2);

    assertThat(live.find(longest)).isNotNull();
    assertThat(live.find(longer)).isNull();
  }

  @Test
  void find_wrongChecksum_isNullWithoutALookUp() {
    String secret = FORMAT.issue(new java.security.SecureRandom());
    char last = secret.charAt(secret.length() - 1) == '0' ? '1' : '0';
    String wrong = secret.substring(0, secret.length() - 1) + last;
    insertKey("key_wrong0000000", wrong);
    millisUntil(() -> live.size() == 1);

    assertThat(live.find(wrong)).isNull();
    live.format(new KeyFormat("other_"));
    assertThat(live.find(wrong)).as("no longer looks issued").isNotNull();
  }

  @Test
  void find_whileDatabaseIsGone_answersAsBefore() throws IOException {
    IssuedKey issued = written.create("acme", FORMAT);
    millisUntil(() -> live.find(issued.secret()) != null);

    Files.move(folder.resolve("tallygate.db"), folder.resolve("away.db"));
    millisUntil(() -> !live.trouble().isEmpty());
    assertThat(live.find(issued.secret())).isEqualTo(issued.key());

    Files.move(folder.resolve("away.db"), folder.resolve("tallygate.db"));
    millisUntil(() -> live.trouble().isEmpty());
    assertThat(live.find(issued.secret())).isEqualTo(issued.key());
  }

  @Test
  void find_afterDatabaseWasReplaced_knowsTheNewKeys() throws IOException {
    String old = written.create("old", FORMAT).secret();
    millisUntil(() -> live.find(old) != null);
    written.close();
    for (String file : List.of("tallygate.db", "tallygate.db-wal", "tallygate.db-shm")) {
      Files.deleteIfExists(folder.resolve(file));
    }

    written = SqliteKeys.open(folder, Ticker.SYSTEM);
    String fresh = written.create("new", FORMAT).secret();

    millisUntil(() -> live.find(fresh) != null);
    assertThat(live.find(old)).isNull();
    millisUntil(() -> live.trouble().isEmpty());
  }

  @Test
  void find_afterOlderStateWasRestored_isThatState() {
    String first = written.create("first", FORMAT).secret();
    String second = written.create("second", FORMAT).secret();
    millisUntil(() -> live.find(second) != null);

    try (Database database = Database.open(folder, Database.Missing.REFUSE)) {
      database.update("DELETE FROM api_key WHERE name = 'second'");
    }

    millisUntil(() -> live.find(second) == null);
    assertThat(live.find(first)).isNotNull();
  }

  @Test
  void drain_serverAnswers_isItsAnswer() {
    IssuedKey issued = written.create("acme", FORMAT);
    live.onDrain(
        (key, group) ->
            group.equals("files")
                ? new Drained(key.id().equals(issued.key().id()) ? 42 : -1)
                : new Refused("unknown group: group=" + group));
    String id = issued.key().id();

    assertThat(written.drain(id, "files")).isEqualTo(new Drained(42));
    assertThat(written.drain(id, "none")).isEqualTo(new Refused("unknown group: group=none"));
    assertThat(openDrains()).isZero();
  }

  @Test
  void drain_serverThrows_isRefusedAndTheNextIsAnswered() {
    String id = written.create("acme", FORMAT).key().id();
    live.onDrain(
        (key, group) -> {
          if (group.equals("files")) {
            throw new IllegalStateException("broken");
          }
          return new Drained(1);
        });

    assertThat(written.drain(id, "files"))
        .isEqualTo(new Refused("the server failed; its log says why"));
    assertThat(written.drain(id, "tools")).isEqualTo(new Drained(1));
  }

  @Test
  void drain_noServer_failsAndLeavesNothingToDo() {
    String id = written.create("acme", FORMAT).key().id();
    live.close();
    try (SqliteKeys hasty = SqliteKeys.open(folder, new HastyTicker())) {
      assertThatThrownBy(() -> hasty.drain(id, "files"))
          .isInstanceOf(DataException.class)
          .hasMessage("no server answered in 5s; is one running with this --data?: data=" + folder);
    }
    assertThat(openDrains()).isZero();
  }

  @Test
  void drain_requestOfADeadCommand_isForgotten() {
    String id = written.create("acme", FORMAT).key().id();
    try (Database database = Database.open(folder, Database.Missing.REFUSE)) {
      database.update(
          "INSERT INTO drain (key_id, group_name, requested_millis) VALUES (?, 'files', 0)", id);
    }
    List<String> drained = Collections.synchronizedList(new ArrayList<>());
    live.onDrain(
        (key, group) -> {
          drained.add(group);
          return new Drained(1);
        });

    millisUntil(() -> openDrains() == 0);
    assertThat(drained).isEmpty();
  }

  /** Each look at it is a second later, so that nobody has to wait for the end of a wait. */
  private static final class HastyTicker implements Ticker {
    private long seconds = 1_795_510_820;

    @Override
    public long monotonicNanos() {
      return ++seconds * 1_000_000_000;
    }

    @Override
    public long wallMicros() {
      return seconds * 1_000_000;
    }
  }

  private long openDrains() {
    try (Database database = Database.open(folder, Database.Missing.REFUSE)) {
      return database.number("SELECT count(*) FROM drain");
    }
  }

  private void insertKey(String id, String secret) {
    try (Database database = Database.open(folder, Database.Missing.REFUSE)) {
      database.update(
          "INSERT INTO api_key (id, name, hash, last_four, created_second, change)"
              + " VALUES (?, 'inserted', ?, '0000', 0,"
              + " (SELECT coalesce(max(change), 0) + 1 FROM api_key))",
          id,
          KeyHash.of(secret).bytes());
    }
  }

  private State stateOf(String secret) {
    ApiKey key = live.find(secret);
    return key == null ? State.ACTIVE : key.state();
  }

  private List<LimitOverride> overridesOf(String secret) {
    ApiKey key = live.find(secret);
    return key == null ? List.of() : key.overrides();
  }

  /** How long it takes until the condition holds; fails after ten seconds. */
  private static long millisUntil(BooleanSupplier condition) {
    long startNanos = Ticker.SYSTEM.monotonicNanos();
    while (!condition.getAsBoolean()) {
      assertThat(Duration.ofNanos(Ticker.SYSTEM.monotonicNanos() - startNanos))
          .isLessThan(Duration.ofSeconds(10));
      LockSupport.parkNanos(1_000_000);
    }
    return (Ticker.SYSTEM.monotonicNanos() - startNanos) / 1_000_000;
  }
}
