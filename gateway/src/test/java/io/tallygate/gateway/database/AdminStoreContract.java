package io.tallygate.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.AdminToken;
import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.IssuedToken;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.KeyHash;
import io.tallygate.gateway.key.KeyQuery;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must do with admin tokens and with requests that are sent again. */
abstract class AdminStoreContract {

  private static final long NOW = StoreFixture.NOW;
  private static final byte[] ANSWER = {1, 2, 3};

  private final MovedTicker ticker = new MovedTicker(NOW);
  private Location place;
  private AdminStore store;
  private AdminStore other;
  private Tokens tokens;

  /** A new, empty place for a database. */
  abstract Location location();

  @BeforeEach
  void open() {
    place = location();
    Database.open(place).close();
    store = AdminStore.open(place, ticker);
    other = AdminStore.open(place, ticker);
    tokens = all(store).tokens();
  }

  @AfterEach
  void close() {
    store.close();
    other.close();
  }

  private static Administration all(AdminStore store) {
    return store.as(new Actor(Actor.Kind.TOKEN, "tester"));
  }

  @Test
  void createFirst_again_makesNoSecond() {
    Optional<IssuedToken> first = store.createFirst();

    assertThat(first).isPresent();
    assertThat(first.get().token().role()).isEqualTo(Role.ADMIN);
    assertThat(first.get().token().life().expirySecond()).isEqualTo(Life.NO_END);
    assertThat(other.createFirst()).isEmpty();
    tokens.revoke(first.get().token().id());
    assertThat(store.createFirst()).as("a revoked one is one").isEmpty();
    assertThat(tokens.list(Page.Request.FIRST).items()).hasSize(1);
  }

  @Test
  void find_secret_isItsTokenWhateverBecameOfIt() {
    IssuedToken issued = tokens.create("ci", Role.OPERATE, NOW + 10);
    assertThat(issued.secret()).matches("tallygate_admin_[0-9A-Za-z]{36}");
    assertThat(issued.token().id()).matches("tok_[0-9A-Za-z]{12}");

    assertThat(other.find(issued.secret())).contains(issued.token());
    assertThat(other.find(issued.secret() + "0")).isEmpty();
    ticker.second = NOW + 5;
    AdminToken revoked = tokens.revoke(issued.token().id());
    ticker.second = NOW + 6;
    assertThat(revoked.life().revokedSecond()).isEqualTo(NOW + 5);
    assertThat(tokens.revoke(issued.token().id())).isEqualTo(revoked);
    assertThat(other.find(issued.secret())).contains(revoked);
    assertThat(all(store).audit(issued.token().id(), Page.Request.FIRST).items())
        .extracting(entry -> entry.action())
        .containsExactly("token.revoke", "token.create");
  }

  @Test
  void revoke_unknown_isRefused() {
    assertThatThrownBy(() -> tokens.revoke("tok_000000000000"))
        .isInstanceOf(DataException.class)
        .hasMessage("no such token: id=tok_000000000000");
    assertThatThrownBy(() -> tokens.revoke("sesame"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("id must be tok_ and 12 letters or digits");
  }

  @Test
  void list_pages_areAllTokensOnce() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(tokens.create("t" + i, Role.READ, Life.NO_END).token().id());
    }

    Page<AdminToken> first = tokens.list(new Page.Request(3, ""));
    Page<AdminToken> rest = tokens.list(new Page.Request(3, first.next()));

    List<String> seen = new ArrayList<>();
    first.items().forEach(token -> seen.add(token.id()));
    rest.items().forEach(token -> seen.add(token.id()));
    assertThat(seen).isEqualTo(made);
    assertThat(rest.next()).isEmpty();
  }

  @Test
  void create_moreThanFit_isRefused() {
    for (int i = 0; i < Tokens.TOKENS_MAX; i++) {
      store.together(() -> tokens.create("t", Role.READ, Life.NO_END));
    }

    assertThatThrownBy(() -> tokens.create("t", Role.READ, Life.NO_END))
        .hasMessage("tokens must be at most 1000: tokens=1000")
        .satisfies(e -> assertThat(((DataException) e).reason()).isEqualTo(Reason.FULL));
  }

  @Test
  void used_severalTimesAMinute_isNotedOnce() {
    IssuedToken issued = tokens.create("t", Role.READ, Life.NO_END);

    store.used(issued.token());
    assertThat(lastUsed(issued)).isEqualTo(NOW);
    ticker.second = NOW + 59;
    store.used(store.find(issued.secret()).orElseThrow());
    assertThat(lastUsed(issued)).isEqualTo(NOW);
    ticker.second = NOW + 60;
    store.used(store.find(issued.secret()).orElseThrow());
    assertThat(lastUsed(issued)).isEqualTo(NOW + 60);
  }

  private long lastUsed(IssuedToken issued) {
    return store.find(issued.secret()).orElseThrow().life().lastUsedSecond();
  }

  private Retry retry(String name, String request) {
    List<AdminToken> all = tokens.list(Page.Request.FIRST).items();
    String token =
        all.isEmpty() ? tokens.create("t", Role.ADMIN, Life.NO_END).token().id() : all.get(0).id();
    return new Retry(token, KeyHash.of(name), KeyHash.of(request));
  }

  @Test
  void begin_again_isWhatWasBegunUntilItIsAbandoned() {
    Retry retry = retry("n", "r");

    assertThat(store.begin(retry)).isEmpty();
    Retry.Begun begun = other.begin(retry("n", "r2")).orElseThrow();
    assertThat(begun.request()).isEqualTo(retry.request());
    assertThat(begun.response()).isEmpty();
    assertThat(other.begin(retry("n2", "r"))).as("another name").isEmpty();
    store.abandon(retry);
    assertThat(store.begin(retry)).isEmpty();
    store.finish(retry, ANSWER);
    assertThat(other.begin(retry).orElseThrow().response()).contains(ANSWER);
  }

  @Test
  void begin_sameNameOfAnotherToken_isAnother() {
    Retry retry = retry("n", "r");
    String second = tokens.create("t2", Role.ADMIN, Life.NO_END).token().id();
    store.begin(retry);

    assertThat(store.begin(new Retry(second, retry.key(), retry.request()))).isEmpty();
  }

  @Test
  void begin_later_forgetsTheUnfinishedSoonAndTheFinishedAfterADay() {
    Retry unfinished = retry("n1", "r");
    Retry finished = retry("n2", "r");
    store.begin(unfinished);
    store.begin(finished);
    store.finish(finished, ANSWER);

    long forgotten = NOW + AdminStore.WORK_MAX.toSeconds();
    ticker.second = forgotten;
    assertThat(store.begin(unfinished)).isPresent();
    ticker.second = forgotten + 1;
    assertThat(store.begin(unfinished)).isEmpty();
    long day = NOW + AdminStore.RETRY_WITHIN.toSeconds();
    ticker.second = day;
    assertThat(store.begin(finished)).isPresent();
    ticker.second = day + 1;
    assertThat(store.begin(finished)).isEmpty();
  }

  @Test
  void together_fails_leavesNothingOfIt() {
    Retry retry = retry("n", "r");
    long audited = audited();

    assertThatThrownBy(
            () ->
                store.together(
                    () -> {
                      store.begin(retry);
                      createKey(store);
                      store.finish(retry, ANSWER);
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");

    assertThat(keys()).isZero();
    assertThat(audited()).isEqualTo(audited);
    assertThat(other.begin(retry)).isEmpty();
  }

  @Test
  void together_inThemFails_leavesNothingOfAll() {
    assertThatThrownBy(
            () ->
                store.together(
                    () -> {
                      createKey(store);
                      return tokens.revoke("tok_000000000000");
                    }))
        .isInstanceOf(DataException.class);

    assertThat(keys()).isZero();
    createKey(store);
    assertThat(keys()).isEqualTo(1);
  }

  @Test
  void together_sameRequestFromManyServers_isDoneOnce() throws Exception {
    int servers = 4;
    Retry retry = retry("n", "r");
    ExecutorService threads = Executors.newFixedThreadPool(servers);
    List<AdminStore> stores = new ArrayList<>();
    try {
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < servers; i++) {
        AdminStore one = AdminStore.open(place, ticker);
        stores.add(one);
        calls.add(() -> one.together(() -> isDone(one, retry)));
      }
      int done = 0;
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        done += call.get() ? 1 : 0;
      }
      assertThat(done).isEqualTo(1);
    } finally {
      threads.shutdown();
      stores.forEach(AdminStore::close);
    }
    assertThat(keys()).isEqualTo(1);
  }

  private static boolean isDone(AdminStore one, Retry retry) {
    Optional<Retry.Begun> before = one.begin(retry);
    if (before.isPresent()) {
      assertThat(before.get().response()).contains(ANSWER);
      return false;
    }
    createKey(one);
    one.finish(retry, ANSWER);
    return true;
  }

  private static void createKey(AdminStore store) {
    all(store).keys().create(NewKey.of("acme"), new KeyFormat("vg_key_"));
  }

  private long keys() {
    return all(other).keys().list(KeyQuery.ALL, Page.Request.FIRST).items().size();
  }

  private long audited() {
    return all(other).audit("", Page.Request.FIRST).items().size();
  }
}
