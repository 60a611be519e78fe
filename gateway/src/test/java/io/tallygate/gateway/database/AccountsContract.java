package io.tallygate.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.AuditEntry;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.Explanation;
import io.tallygate.gateway.key.ImportedSecret;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.KeyHash;
import io.tallygate.gateway.key.KeyQuery;
import io.tallygate.gateway.key.Keys.Rotation;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.OwnerChange;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Plan;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.Resolution.Resolved;
import io.tallygate.gateway.key.Standing;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every database must do with owners, plans, overrides, changes and the audit. */
abstract class AccountsContract extends StoreFixture {

  private static final LimitRule DOUBLE = LimitRule.always(Target.ALL, new Amount.Factor(2_000));

  private static void assertRefused(ThrowingCallable call, Reason reason, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(DataException.class)
        .hasMessage(message)
        .satisfies(e -> assertThat(((DataException) e).reason()).isEqualTo(reason));
  }

  @Test
  void list_pages_areAllKeysOnce() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      made.add(create("key " + i).key().id());
    }

    List<String> seen = new ArrayList<>();
    Page.Request request = new Page.Request(3, "");
    int pages = 0;
    for (String cursor = "c0"; !cursor.isEmpty(); pages++) {
      Page<ApiKey> page =
          keys.list(KeyQuery.ALL, pages == 0 ? request : request.withCursor(cursor));
      page.items().forEach(key -> seen.add(key.id()));
      cursor = page.next();
    }

    assertThat(seen).isEqualTo(made);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void list_query_findsByNameIdLastFourOwnerAndState() {
    Owner owner = all.owners().create(Description.of("ACME"), null);
    IssuedKey first = create("Straße_1%");
    ApiKey second =
        keys.create(
                new NewKey(Description.of("other"), new Standing(owner.id(), null), NOW + 10),
                FORMAT)
            .key();
    keys.change(first.key().id(), List.of(new KeyChange.Block()), Version.ANY);

    assertThat(found(KeyQuery.ALL.withText("STRAßE"))).containsExactly(first.key().id());
    assertThat(found(KeyQuery.ALL.withText("e_1%"))).containsExactly(first.key().id());
    assertThat(found(KeyQuery.ALL.withText("%"))).containsExactly(first.key().id());
    assertThat(found(KeyQuery.ALL.withText(second.id()))).containsExactly(second.id());
    assertThat(found(KeyQuery.ALL.withText(second.lastFour()))).contains(second.id());
    assertThat(found(KeyQuery.ALL.withOwner(owner.id()))).containsExactly(second.id());
    assertThat(found(KeyQuery.ALL.withState(State.BLOCKED))).containsExactly(first.key().id());
    assertThat(found(KeyQuery.ALL.withState(State.ACTIVE))).containsExactly(second.id());
    TICKER.second = NOW + 10;
    assertThat(found(KeyQuery.ALL.withState(State.EXPIRED))).containsExactly(second.id());
    assertThat(found(KeyQuery.ALL.withState(State.ACTIVE))).isEmpty();
  }

  private List<String> found(KeyQuery query) {
    return keys.list(query, Page.Request.FIRST).items().stream().map(ApiKey::id).toList();
  }

  @Test
  void change_severalThings_areDoneAllOrNothing() {
    String id = create("acme").key().id();

    ApiKey changed =
        keys.change(
            id,
            List.of(
                new KeyChange.Rename("renamed"),
                new KeyChange.SetMetadata(Map.of("crm", "4711")),
                new KeyChange.Expire(NOW + 60)),
            Version.ANY);

    assertThat(changed.description()).isEqualTo(new Description("renamed", Map.of("crm", "4711")));
    assertThat(keys.get(id)).isEqualTo(changed);
    assertRefused(
        () ->
            keys.change(
                id,
                List.of(new KeyChange.Rename("lost"), new KeyChange.SetPlan("none")),
                Version.ANY),
        Reason.NOT_FOUND,
        "no such plan: id=none");
    assertThat(keys.get(id)).isEqualTo(changed);
  }

  @Test
  void change_ofWhatWasChangedSince_isRefused() {
    ApiKey seen = create("acme").key();
    keys.change(seen.id(), List.of(new KeyChange.Rename("first")), seen.version());

    assertRefused(
        () -> keys.change(seen.id(), List.of(new KeyChange.Rename("second")), seen.version()),
        Reason.STALE,
        "key was changed since it was read; read it again: id=" + seen.id());
    assertThat(keys.get(seen.id()).name()).isEqualTo("first");
  }

  @Test
  void set_limitOfAKey_changesItsVersion() {
    ApiKey seen = create("acme").key();

    set(new Subject(seen.id()), "tools", 7);

    assertThat(keys.get(seen.id()).version().change()).isGreaterThan(seen.version().change());
  }

  @Test
  void rotate_key_keepsTheIdAndEndsTheOldSecret() {
    IssuedKey before = create("acme");

    IssuedKey after = rotate(before.key().id(), Duration.ofMinutes(10));

    assertThat(after.key().id()).isEqualTo(before.key().id());
    assertThat(after.secret()).isNotEqualTo(before.secret()).endsWith(after.key().lastFour());
    assertThat(untilSecond(before.secret())).isEqualTo(NOW + 600);
    assertThat(untilSecond(after.secret())).isEqualTo(Long.MAX_VALUE);
    rotate(before.key().id(), Duration.ofMinutes(5));
    assertThat(untilSecond(before.secret())).isEqualTo(NOW + 300);
    TICKER.second = NOW + 300;
    rotate(before.key().id(), Duration.ZERO);
    assertThat(untilSecond(before.secret())).isEqualTo(-1);
  }

  @Test
  void rotate_revokedKeyOrTooOften_isRefused() {
    String id = create("acme").key().id();
    for (int i = 1; i < 10; i++) {
      rotate(id, Duration.ofDays(1));
    }
    assertRefused(
        () -> {
          rotate(id, Duration.ofDays(1));
          rotate(id, Duration.ofDays(1));
        },
        Reason.FULL,
        "secrets must be at most 10: secrets=10");
    keys.change(id, List.of(new KeyChange.Revoke()), Version.ANY);
    assertRefused(
        () -> rotate(id, Duration.ZERO), Reason.CONFLICT, "key is revoked for good: id=" + id);
    assertThatThrownBy(() -> rotate(id, Duration.ofDays(367)))
        .hasMessage("grace must be 0s to 366 days: grace=31708800s");
  }

  private IssuedKey rotate(String id, Duration grace) {
    return keys.rotate(id, new Rotation(FORMAT, grace), Version.ANY);
  }

  private long untilSecond(String secret) {
    return database.once(
        handle ->
            handle
                .createQuery("SELECT until_second FROM key_secret WHERE hash = :hash")
                .bind("hash", KeyHash.of(secret).bytes())
                .mapTo(Long.class)
                .findOne()
                .orElse(-1L));
  }

  @Test
  void importHash_again_isRefused() {
    String sha256 = HexFormat.of().formatHex(KeyHash.of("old-secret").bytes());

    ApiKey imported =
        keys.importHash(
            NewKey.of("old"), new ImportedSecret(sha256.toUpperCase(Locale.ROOT), "cret"));

    assertThat(imported.lastFour()).isEqualTo("cret");
    assertThat(untilSecond("old-secret")).isEqualTo(Long.MAX_VALUE);
    assertRefused(
        () -> keys.importHash(NewKey.of("old"), new ImportedSecret(sha256, "")),
        Reason.CONFLICT,
        "sha256 must be of a key that is not here yet");
  }

  @Test
  void owner_wholeLife_isKept() {
    all.plans().create("pro", List.of(DOUBLE));
    Owner made = all.owners().create(new Description("ACME", Map.of("crm", "1")), "pro");

    Owner changed =
        all.owners()
            .change(
                made.id(),
                List.of(new OwnerChange.Rename("ACME Inc."), new OwnerChange.Block()),
                made.version());

    assertThat(all.owners().get(made.id())).isEqualTo(changed);
    assertThat(changed.state()).isEqualTo(Owner.State.BLOCKED);
    assertThat(changed.plan()).isEqualTo("pro");
    assertThat(all.owners().list("acme", Page.Request.FIRST).items()).containsExactly(changed);
    assertThat(all.owners().list("nobody", Page.Request.FIRST).items()).isEmpty();
    assertRefused(
        () -> all.owners().change(made.id(), List.of(new OwnerChange.Unblock()), made.version()),
        Reason.STALE,
        "owner was changed since it was read; read it again: id=" + made.id());
    assertRefused(
        () -> all.owners().create(Description.of("x"), "none"),
        Reason.NOT_FOUND,
        "no such plan: id=none");
  }

  @Test
  void plan_wholeLife_isKept() {
    LimitRule tools = LimitRule.always(new Target("tools", "burst"), new Amount.Count(7));
    Plan made = all.plans().create("pro", List.of(tools, DOUBLE));

    assertThat(all.plans().list()).containsExactly(made);
    assertThat(all.plans().get("pro").rules()).containsExactly(tools, DOUBLE);
    Plan set = all.plans().set("pro", List.of(DOUBLE), made.version());
    assertThat(all.plans().get("pro")).isEqualTo(set);
    String id = create("acme").key().id();
    keys.change(id, List.of(new KeyChange.SetPlan("pro")), Version.ANY);
    assertRefused(
        () -> all.plans().remove("pro", Version.ANY),
        Reason.CONFLICT,
        "plan must have no keys or owners; move them first: plan=pro on=1");
    keys.change(id, List.of(new KeyChange.SetPlan(null)), Version.ANY);
    all.plans().remove("pro", set.version());
    assertThat(all.plans().list()).isEmpty();
  }

  @Test
  void explain_levels_areThoseOfKeyOwnerAndPlan() {
    publish();
    all.plans().create("pro", List.of(DOUBLE));
    all.plans().create("max", List.of(LimitRule.always(Target.ALL, new Amount.Factor(5_000))));
    Owner owner = all.owners().create(Description.of("ACME"), "pro");
    String id = create("acme").key().id();
    keys.change(id, List.of(new KeyChange.SetOwner(owner.id())), Version.ANY);

    assertThat(count(id)).isEqualTo(1_000);
    keys.change(id, List.of(new KeyChange.SetPlan("max")), Version.ANY);
    assertThat(count(id)).isEqualTo(2_500);
    set(new Subject(owner.id()), "tools", 70);
    assertThat(count(id)).isEqualTo(70);
    all.grants().set(new Subject(id), DOUBLE, "");
    assertThat(count(id)).isEqualTo(140);
    all.grants().remove(new Subject(owner.id()), Target.of("tools"));
    assertThat(count(id)).isEqualTo(5_000);
    Explanation explanation = all.grants().explain(id, "tools");
    assertThat(explanation.plan()).isEqualTo("max");
    assertThat(explanation.owner()).isEqualTo(owner.id());
  }

  @Test
  void set_factorOutOfRangeOrUnknownGroup_isRefusedAndNothingChanges() {
    publish();
    Subject subject = new Subject(create("acme").key().id());

    assertThatThrownBy(
            () ->
                all.grants()
                    .set(subject, LimitRule.always(Target.of("tools"), new Amount.Factor(1)), ""))
        .hasMessage("limit must be 1 to 1000000000: limit=tools amount=x0.001 result=0");
    assertThatThrownBy(() -> set(subject, "gone", 7))
        .hasMessage("no such limit in the policy: limit=gone");
    assertThat(grants(Optional.of(subject))).isEmpty();
  }

  private void publish() {
    all.publish(
        new PublishedPolicy(
            "vg_key_", List.of(new PublishedLimit("tools", "tools", 500, Duration.ofHours(1)))));
  }

  private long count(String id) {
    List<Resolved> limits = all.grants().explain(id, "tools").limits();
    return limits.get(0).count();
  }

  @Test
  void audit_changes_areListedTheNewestFirst() {
    IssuedKey issued = create("acme");
    keys.change(issued.key().id(), List.of(new KeyChange.Block()), Version.ANY);
    keys.change(issued.key().id(), List.of(new KeyChange.Block()), Version.ANY);
    set(new Subject(issued.key().id()), "tools", 7);
    create("other");

    Page<AuditEntry> page = all.audit(issued.key().id(), new Page.Request(2, ""));

    assertThat(page.items())
        .extracting(AuditEntry::action)
        .containsExactly("limit.set", "key.block");
    AuditEntry block = page.items().get(1);
    assertThat(block.actor().name()).isEqualTo("tester");
    assertThat(block.second()).isEqualTo(NOW);
    assertThat(block.difference().before()).contains("\"state\":\"active\"");
    assertThat(block.difference().after()).contains("\"state\":\"blocked\"");
    Page<AuditEntry> rest =
        all.audit(issued.key().id(), new Page.Request(2, "").withCursor(page.next()));
    assertThat(rest.items()).extracting(AuditEntry::action).containsExactly("key.create");
    assertThat(rest.next()).isEmpty();
    assertThat(all.audit("", Page.Request.FIRST).items()).hasSize(4);
  }

  @Test
  void audit_rows_cannotBeChangedOrDeleted() {
    create("acme");
    List<AuditEntry> before = all.audit("", Page.Request.FIRST).items();

    for (String sql :
        List.of(
            "UPDATE audit SET actor_name = 'nobody'",
            "DELETE FROM audit",
            "DELETE FROM audit WHERE number = 1")) {
      assertThatThrownBy(() -> database.once(handle -> handle.execute(sql)))
          .as(sql)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("audit is append-only");
    }
    assertThat(all.audit("", Page.Request.FIRST).items()).isEqualTo(before);
  }

  @Test
  void uses_written_areListedAndChangeNoVersion() {
    ApiKey key = create("acme").key();
    Uses uses = new Uses();
    uses.of(key.id()).at(NOW + 5);

    uses.write(database);

    ApiKey used = keys.get(key.id());
    assertThat(used.life().lastUsedSecond()).isEqualTo(NOW + 5);
    assertThat(used.version()).isEqualTo(key.version());
  }
}
