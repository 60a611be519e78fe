package io.tallygate.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.DrainResult.Drained;
import io.tallygate.gateway.key.DrainResult.Refused;
import io.tallygate.gateway.key.ImportedSecret;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.KeyHash;
import io.tallygate.gateway.key.Keys.Rotation;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.OwnerChange;
import io.tallygate.gateway.key.Plan;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Version;
import io.tallygate.limiter.clock.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keys in memory must do, whatever they are kept in. */
abstract class LiveKeysContract {

  static final KeyFormat FORMAT = new KeyFormat("vg_key_");

  StoredAdministration written;
  Database database;
  LiveKeys live;

  /** A place for a database, the same all through a test. */
  abstract Location location();

  @BeforeEach
  void open() {
    written = administration(Ticker.SYSTEM);
    database = Database.open(location());
    live = LiveKeys.open(location(), Ticker.SYSTEM);
    live.format(FORMAT);
  }

  @AfterEach
  void close() {
    live.close();
    written.close();
    database.close();
  }

  StoredAdministration administration(Ticker ticker) {
    return new StoredAdministration(
        Database.open(location()), ticker, new Actor(Actor.Kind.COMMAND, "tester"));
  }

  IssuedKey create(String name) {
    return written.keys().create(NewKey.of(name), FORMAT);
  }

  private void revoke(IssuedKey key) {
    change(key, new KeyChange.Revoke());
  }

  private void change(IssuedKey key, KeyChange change) {
    written.keys().change(key.key().id(), List.of(change), Version.ANY);
  }

  private LimitRule set(IssuedKey key, String group, long count) {
    LimitRule rule = LimitRule.always(Target.of(group), new Amount.Count(count));
    written.grants().set(new Subject(key.key().id()), rule, "");
    return rule;
  }

  @Test
  void find_keyFromBeforeTheStart_isKnownAtOnce() {
    IssuedKey issued = create("acme");

    try (LiveKeys later = LiveKeys.open(location(), Ticker.SYSTEM)) {
      assertThat(later.find(issued.secret())).isEqualTo(KnownKey.of(issued.key().id()));
    }
  }

  @Test
  void find_afterWriteElsewhere_isSeenWithin250Millis() {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String secret = create("acme").secret();
      millis.add(millisUntil(() -> live.find(secret) != null));
    }
    Collections.sort(millis);
    // A machine that stalls for a moment may cost the slowest two.
    assertThat(millis.get(17)).as("of %s", millis).isLessThanOrEqualTo(250);
  }

  @Test
  void find_revokedKey_saysSo() {
    IssuedKey issued = create("acme");

    revoke(issued);

    millisUntil(() -> live.find(issued.secret()) != null);
    millisUntil(() -> stateOf(issued.secret()) == State.REVOKED);
  }

  @Test
  void find_afterLimitWasSet_hasIt() {
    IssuedKey issued = create("acme");

    LimitRule rule = set(issued, "files", 7);

    millisUntil(() -> levelsOf(issued.secret()).key().equals(List.of(rule)));
  }

  @Test
  void find_afterOwnerOrPlanChanged_hasTheirRules() {
    LimitRule doubled = LimitRule.always(Target.ALL, new Amount.Factor(2_000));
    LimitRule seven = LimitRule.always(Target.of("files"), new Amount.Count(7));
    Plan plan = written.plans().create("pro", List.of(doubled));
    Owner owner = written.owners().create(Description.of("ACME"), "pro");
    IssuedKey issued = create("acme");
    change(issued, new KeyChange.SetOwner(owner.id()));
    millisUntil(() -> levelsOf(issued.secret()).plan().equals(List.of(doubled)));

    written.grants().set(new Subject(owner.id()), seven, "");
    millisUntil(() -> levelsOf(issued.secret()).owner().equals(List.of(seven)));
    written.plans().set("pro", List.of(seven), plan.version());
    millisUntil(() -> levelsOf(issued.secret()).plan().equals(List.of(seven)));
    written.owners().change(owner.id(), List.of(new OwnerChange.Block()), Version.ANY);
    millisUntil(() -> stateOf(issued.secret()) == State.BLOCKED);
    written.owners().change(owner.id(), List.of(new OwnerChange.Unblock()), Version.ANY);
    millisUntil(() -> stateOf(issued.secret()) == State.ACTIVE);
  }

  @Test
  void find_endOfKeyAndOfReplacedSecret_isToTheSecond() {
    MovedTicker ticker = new MovedTicker(1_795_510_820);
    try (StoredAdministration all = administration(ticker);
        LiveKeys moved = LiveKeys.open(location(), ticker)) {
      IssuedKey before = all.keys().create(NewKey.of("acme"), FORMAT);
      String id = before.key().id();
      String after =
          all.keys().rotate(id, new Rotation(FORMAT, Duration.ofSeconds(60)), Version.ANY).secret();
      KeyChange expire = new KeyChange.Expire(ticker.second + 90);
      all.keys().change(id, List.of(expire), Version.ANY);
      long start = ticker.second;
      millisUntil(() -> expirySecondOf(moved, after) == start + 90);

      ticker.second = start + 59;
      assertThat(moved.find(before.secret())).isNotNull();
      ticker.second = start + 60;
      assertThat(moved.find(before.secret())).isNull();
      ticker.second = start + 89;
      assertThat(moved.find(after)).extracting(KnownKey::state).isEqualTo(State.ACTIVE);
      ticker.second = start + 90;
      assertThat(moved.find(after)).extracting(KnownKey::state).isEqualTo(State.EXPIRED);
    }
  }

  @Test
  void find_afterAnotherKeyChanged_hasTheSameLevels() {
    IssuedKey first = create("first");
    set(first, "files", 7);
    millisUntil(() -> !levelsOf(first.secret()).equals(Levels.NONE));
    Levels before = levelsOf(first.secret());

    IssuedKey second = create("second");
    millisUntil(() -> live.find(second.secret()) != null);

    assertThat(levelsOf(first.secret())).isSameAs(before);
  }

  @Test
  void find_afterItsStateChanged_hasTheSameLevels() {
    IssuedKey issued = create("acme");
    set(issued, "files", 7);
    millisUntil(() -> !levelsOf(issued.secret()).equals(Levels.NONE));
    Levels before = levelsOf(issued.secret());

    revoke(issued);
    millisUntil(() -> stateOf(issued.secret()) == State.REVOKED);

    assertThat(levelsOf(issued.secret())).isSameAs(before);
  }

  @Test
  void find_unknownOrUnreadableTokens_isNull() {
    String secret = create("acme").secret();
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
    importKey(longest);
    importKey(longer);
    millisUntil(() -> live.size() == 2);

    assertThat(live.find(longest)).isNotNull();
    assertThat(live.find(longer)).isNull();
  }

  @Test
  void find_wrongChecksum_isNullWithoutALookUp() {
    String secret = FORMAT.issue(new SecureRandom());
    char last = secret.charAt(secret.length() - 1) == '0' ? '1' : '0';
    String wrong = secret.substring(0, secret.length() - 1) + last;
    importKey(wrong);
    millisUntil(() -> live.size() == 1);

    assertThat(live.find(wrong)).isNull();
    live.format(new KeyFormat("other_"));
    assertThat(live.find(wrong)).as("no longer looks issued").isNotNull();
  }

  @Test
  void find_afterOlderStateWasRestored_isThatState() {
    String first = create("first").secret();
    long before = database.once(Snapshot::change);
    String second = create("second").secret();
    millisUntil(() -> live.find(second) != null);

    database.note(
        handle -> {
          handle.execute(
              "DELETE FROM key_secret"
                  + " WHERE key_id = (SELECT id FROM api_key WHERE name = 'second')");
          handle.execute("DELETE FROM api_key WHERE name = 'second'");
          return handle.execute("UPDATE change_count SET change = ?", before);
        });

    millisUntil(() -> live.find(second) == null);
    assertThat(live.find(first)).isNotNull();
  }

  @Test
  void drain_serverAnswers_isItsAnswer() {
    String id = create("acme").key().id();
    live.onDrain(
        (key, group) ->
            group.equals("files")
                ? new Drained(key.id().equals(id) ? 42 : -1)
                : new Refused("unknown group: group=" + group));

    assertThat(written.keys().drain(id, "files")).isEqualTo(new Drained(42));
    assertThat(written.keys().drain(id, "none"))
        .isEqualTo(new Refused("unknown group: group=none"));
    assertThat(openDrains()).isZero();
  }

  @Test
  void drain_serverThrows_isRefusedAndTheNextIsAnswered() {
    String id = create("acme").key().id();
    live.onDrain(
        (key, group) -> {
          if (group.equals("files")) {
            throw new IllegalStateException("broken");
          }
          return new Drained(1);
        });

    assertThat(written.keys().drain(id, "files"))
        .isEqualTo(new Refused("the server failed; its log says why"));
    assertThat(written.keys().drain(id, "tools")).isEqualTo(new Drained(1));
  }

  @Test
  void drain_noServer_failsAndLeavesNothingToDo() {
    String id = create("acme").key().id();
    live.close();
    try (StoredAdministration hasty = administration(new HastyTicker())) {
      assertThatThrownBy(() -> hasty.keys().drain(id, "files"))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("no server answered in 5s; is one running with this --d");
    }
    assertThat(openDrains()).isZero();
  }

  @Test
  void drain_requestOfADeadCommand_isForgotten() {
    String id = create("acme").key().id();
    database.once(
        handle ->
            handle.execute(
                "INSERT INTO drain (key_id, group_name, requested_millis) VALUES (?, 'files', 0)",
                id));
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
    return database.once(
        handle -> handle.createQuery("SELECT count(*) FROM drain").mapTo(Long.class).one());
  }

  private void importKey(String secret) {
    String sha256 = HexFormat.of().formatHex(KeyHash.of(secret).bytes());
    written.keys().importHash(NewKey.of("imported"), new ImportedSecret(sha256, ""));
  }

  private static long expirySecondOf(LiveKeys keys, String secret) {
    KnownKey key = keys.find(secret);
    return key == null ? 0 : key.expirySecond();
  }

  State stateOf(String secret) {
    KnownKey key = live.find(secret);
    return key == null ? State.ACTIVE : key.state();
  }

  Levels levelsOf(String secret) {
    KnownKey key = live.find(secret);
    return key == null ? Levels.NONE : key.levels();
  }

  /** How long it takes until the condition holds; fails after ten seconds. */
  static long millisUntil(BooleanSupplier condition) {
    long startNanos = Ticker.SYSTEM.monotonicNanos();
    while (!condition.getAsBoolean()) {
      assertThat(Duration.ofNanos(Ticker.SYSTEM.monotonicNanos() - startNanos))
          .isLessThan(Duration.ofSeconds(10));
      LockSupport.parkNanos(1_000_000);
    }
    return (Ticker.SYSTEM.monotonicNanos() - startNanos) / 1_000_000;
  }
}
