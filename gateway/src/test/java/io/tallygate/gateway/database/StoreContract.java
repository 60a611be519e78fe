package io.tallygate.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.Keys;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.gateway.key.LimitGrant;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.Standing;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.key.Version;
import io.tallygate.limiter.policy.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every database must do with keys. A database's own test is this class and its place. */
abstract class StoreContract extends StoreFixture {

  @Test
  void create_key_isListedWithoutItsSecret() {
    IssuedKey issued = create("acme");

    assertThat(issued.secret()).matches("vg_key_[0-9A-Za-z]{36}");
    assertThat(issued.toString()).isEqualTo(issued.key().id());
    assertThat(issued.key().id()).matches("key_[0-9A-Za-z]{12}");
    assertThat(issued.secret()).endsWith(issued.key().lastFour());
    assertThat(list()).containsExactly(issued.key());
    assertThat(keys.get(issued.key().id())).isEqualTo(issued.key());
    assertThat(issued.key().standing()).isEqualTo(Standing.NONE);
    assertThat(issued.key().life())
        .isEqualTo(new Life(State.ACTIVE, NOW, Life.NO_END, Life.UNUSED));
  }

  @Test
  void create_nameOfMostCharacters_isTaken() {
    assertThat(create("n".repeat(100)).key().name()).hasSize(100);
  }

  @Test
  void create_nameOneLonger_isRefused() {
    assertThatThrownBy(() -> create("n".repeat(101)))
        .hasMessage("name must have 1 to 100 characters: length=101");
    assertThatThrownBy(() -> create("")).hasMessage("name must have 1 to 100 characters: length=0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u001b[31mb", "a\u007fb", "a\u2028b", "a\u202eb", "\ud83d"})
  void create_nameWithControlCharacters_isRefused(String name) {
    assertThatThrownBy(() -> create(name)).hasMessage("name must have no control characters: name");
  }

  @Test
  void create_nameInAnyScript_isTaken() {
    assertThat(keys.get(create("Bäckerei 東京 🚀").key().id()).name()).isEqualTo("Bäckerei 東京 🚀");
  }

  @Test
  void create_oneMoreThanMost_isRefused() {
    ManyKeys.fill(database, Keys.KEYS_MAX - 1);
    create("last");

    assertThatThrownBy(() -> create("one more"))
        .isInstanceOf(DataException.class)
        .hasMessage("keys must be at most 100000: keys=100000");
  }

  @Test
  void revoke_key_isRevokedForGood() {
    String id = create("acme").key().id();

    ApiKey revoked = keys.change(id, List.of(new KeyChange.Revoke()), Version.ANY);
    ApiKey again = keys.change(id, List.of(new KeyChange.Revoke()), Version.ANY);

    assertThat(revoked.life().state()).isEqualTo(State.REVOKED);
    assertThat(again).isEqualTo(revoked);
    assertThatThrownBy(() -> keys.change(id, List.of(new KeyChange.Unblock()), Version.ANY))
        .isInstanceOf(DataException.class)
        .hasMessage("key is revoked for good: id=" + id);
  }

  @Test
  void change_unknownKey_isRefused() {
    assertThatThrownBy(
            () -> keys.change("key_000000000000", List.of(new KeyChange.Revoke()), Version.ANY))
        .isInstanceOf(DataException.class)
        .hasMessage("no such key: id=key_000000000000");
  }

  @Test
  void change_secretInPlaceOfId_isNotRepeated() {
    String secret = create("acme").secret();

    assertThatThrownBy(() -> keys.change(secret, List.of(), Version.ANY))
        .hasMessage("id must be key_ and 12 letters or digits");
  }

  @Test
  void set_again_replacesTheFirst() {
    Subject subject = new Subject(create("acme").key().id());
    LimitRule second =
        new LimitRule(Target.of("files"), new Amount.Count(70_000), new Term(0, NOW + 60));

    set(subject, "files", 100_000);
    all.grants().set(subject, second, "asked");

    assertThat(grants(Optional.of(subject)))
        .containsExactly(new LimitGrant(subject, second, "asked", NOW));
  }

  @Test
  void list_ofAllSubjects_isThatOfEach() {
    Subject first = new Subject(create("first").key().id());
    Subject second = new Subject(create("second").key().id());
    set(second, "tools", 7);
    set(first, "tools", 9);

    assertThat(grants(Optional.empty()))
        .extracting(LimitGrant::subject)
        .containsExactly(second, first);
    assertThat(grants(Optional.of(first)))
        .extracting(grant -> grant.rule().amount())
        .containsExactly(new Amount.Count(9));
  }

  @Test
  void set_reasonOfMostCharacters_isTaken() {
    Subject subject = new Subject(create("acme").key().id());
    LimitRule rule = LimitRule.always(Target.ALL, new Amount.Count(7));

    assertThat(all.grants().set(subject, rule, "r".repeat(500)).reason()).hasSize(500);
    assertThatThrownBy(() -> all.grants().set(subject, rule, "r".repeat(501)))
        .hasMessage("reason must have 0 to 500 characters: length=501");
  }

  @Test
  void set_oneMoreThanMost_isRefused() {
    Subject subject = new Subject(create("acme").key().id());
    ManyKeys.grant(database, subject.id(), LimitGrant.PER_SUBJECT_MAX);
    set(subject, "limit-0", 8);

    assertThatThrownBy(() -> set(subject, "more", 7))
        .isInstanceOf(DataException.class)
        .hasMessage("key must have at most 1000 limits of its own: id=" + subject);
  }

  @Test
  void published_afterPublish_isTheSame() {
    PublishedPolicy first =
        new PublishedPolicy(
            "vg_key_",
            List.of(
                new PublishedLimit("tools", "tools", 500, Duration.ofHours(1)),
                new PublishedLimit("tools", "tools-burst", 10, Duration.ofSeconds(1)),
                new PublishedLimit("a", Limit.sliding("a", 10, Duration.ofDays(1))),
                new PublishedLimit("b", Limit.smooth("b", 10, Duration.ofHours(1), 4)),
                new PublishedLimit("c", Limit.inFlight("c", 10))));
    PublishedPolicy second =
        new PublishedPolicy(
            "tg_key_", List.of(new PublishedLimit("other", "other", 1, Duration.ofHours(1))));

    assertThat(all.published()).isEmpty();
    all.publish(first);
    assertThat(all.published()).contains(first);
    all.publish(second);
    assertThat(all.published()).contains(second);
  }
}
