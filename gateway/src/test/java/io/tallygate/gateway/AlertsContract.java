package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.AlertFixture.Node;
import io.tallygate.gateway.AlertReceiver.Got;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told, by real calls through a real gateway to a real receiver. */
@Timeout(120)
abstract class AlertsContract extends AlertsBed {

  private static final int CALLS = 10_000;

  @Test
  void tenThousandCalls_overKeysAndWindows_areTheExpectedEvents_eachOnce() throws IOException {
    fixture.subscribe(80, 100);
    List<IssuedKey> keys = List.of(fixture.key("a"), fixture.key("b"), fixture.key("c"));
    Node node = fixture.start(POLICY, Duration.ofSeconds(2)); // which knows the keys
    Set<String> expected = new TreeSet<>();
    Set<Long> windows = new TreeSet<>();

    try (RawClient client = node.client()) {
      for (int i = 0; i < CALLS; i++) {
        IssuedKey key = keys.get(i % keys.size());
        String path = i % 7 == 0 ? "/many" : "/things";
        Response answer = call(client, key, path);
        windows.add(answer.reset());
        expect(expected, key, path.substring(1), answer);
        if (i % 1_000 == 999) { // so that there are windows to cross
          LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
        }
      }
    }

    assertThat(windows).hasSizeGreaterThan(2);
    assertThat(settled(node).stream().map(AlertsContract::inWindow))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** As the caller sees it: what crossed, by the answers alone. */
  private static void expect(Set<String> expected, IssuedKey key, String group, Response answer) {
    String window =
        "%s %s %s".formatted(key.key().id(), group, Instant.ofEpochSecond(answer.reset()));
    long used = answer.limit() - answer.remaining();
    if (used * 100 >= 80 * answer.limit()) {
      expected.add(window + " 80");
    }
    if (used * 100 >= 100 * answer.limit()) {
      expected.add(window + " 100");
    }
    if (answer.status() == 429) {
      expected.add(window + " refused");
    }
  }

  private static String inWindow(Got got) {
    String what = got.text("type").equals("limit.used") ? got.text("threshold") : "refused";
    return "%s %s %s %s".formatted(got.text("key"), got.text("group"), got.text("reset"), what);
  }

  @Test
  void payload_bearsWhatThePageSays_andNoSecret() throws IOException {
    String owner = fixture.owner("acme");
    IssuedKey key = fixture.keyOf(owner);
    fixture.subscribe(80);
    Node node = fixture.start(POLICY, HOUR);

    calls(node, key, "/things", 8);

    await(() -> fixture.receiver.got().size() == 1);
    Got got = fixture.receiver.got().get(0);
    assertThat(got.json().propertyNames())
        .containsExactly(
            "type",
            "time",
            "owner",
            "key",
            "group",
            "limit",
            "algorithm",
            "threshold",
            "used",
            "count",
            "reset");
    assertThat(got.text("owner")).isEqualTo(owner);
    assertThat(got.text("used")).isEqualTo("8");
    assertThat(got.text("count")).isEqualTo("10");
    assertThat(got.text("algorithm")).isEqualTo("fixed-window");
    assertThat(Instant.parse(got.text("reset"))).isAfter(Instant.parse(got.text("time")));
    assertThat(got.body() + got.fields()).doesNotContain(key.secret());
    assertThat(got.fields().get("webhook-signature")).startsWith("v1,");
  }

  @Test
  void owner_isToldOfItsKeysOnly_andTheOperatorOfAll() throws IOException {
    String acme = fixture.owner("acme");
    IssuedKey acmes = fixture.keyOf(acme);
    IssuedKey others = fixture.keyOf(fixture.owner("zenith"));
    fixture.subscribe(100);
    fixture.alerts.create(
        acme,
        new Wish(fixture.receiver.url("/acme"), List.of(EventKind.LIMIT_REFUSED), List.of(), ""));
    Node node = fixture.start(POLICY, HOUR);

    calls(node, acmes, "/things", 12);
    calls(node, others, "/things", 12);

    assertThat(told(settled(node)))
        .containsExactlyInAnyOrder(
            acmes.key().id() + " things things 100",
            acmes.key().id() + " things things refused",
            acmes.key().id() + " things things refused",
            others.key().id() + " things things 100",
            others.key().id() + " things things refused");
    assertThat(
            fixture.receiver.got().stream()
                .filter(got -> got.path().equals("/acme"))
                .map(AlertsBed::told))
        .containsExactly(acmes.key().id() + " things things refused");
  }

  @Test
  void override_raisedInMidWindow_tellsAThresholdOnce() throws IOException {
    IssuedKey key = fixture.key("k");
    fixture.subscribe(80, 100);
    Node node = fixture.start(POLICY, HOUR);
    calls(node, key, "/things", 8);
    await(() -> fixture.receiver.got().size() == 1);

    fixture
        .all
        .grants()
        .set(
            new Subject(key.key().id()),
            LimitRule.always(Target.parse("all"), new Amount.Count(20)),
            "");
    fixture.awaitLimit(node, key, "/many", 20);
    calls(node, key, "/things", 20); // more than are left

    String things = key.key().id() + " things things ";
    assertThat(told(settled(node)).stream().filter(it -> it.startsWith(things)))
        .containsExactlyInAnyOrder(things + "80", things + "100", things + "refused");
  }

  @Test
  void override_loweredInMidWindow_isCrossedByTheNextCall() throws IOException {
    IssuedKey key = fixture.key("k");
    fixture.subscribe(80, 100);
    Node node = fixture.start(POLICY, HOUR);
    calls(node, key, "/things", 5);
    fixture
        .all
        .grants()
        .set(
            new Subject(key.key().id()),
            LimitRule.always(Target.parse("all"), new Amount.Count(3)),
            "");
    fixture.awaitLimit(node, key, "/many", 3);

    calls(node, key, "/things", 1);

    String things = key.key().id() + " things things ";
    assertThat(told(settled(node)).stream().filter(it -> it.startsWith(things)))
        .containsExactlyInAnyOrder(things + "80", things + "100", things + "refused");
  }

  @Test
  void severalLimits_areEachToldOf() throws IOException {
    IssuedKey key = fixture.key("k");
    fixture.subscribe(50, 80, 100);
    Node node = fixture.start(POLICY, HOUR);

    calls(node, key, "/double", 12);

    String limits = key.key().id() + " double double";
    assertThat(told(settled(node)))
        .containsExactlyInAnyOrder(
            limits + " 50",
            limits + " 80",
            limits + " 100",
            limits + " refused",
            limits + "-long 50");
  }

  @Test
  void slidingSmoothAndInFlight_areToldByWhatIsLeft() throws IOException {
    IssuedKey key = fixture.key("k");
    fixture.subscribe(80, 100);
    Node node = fixture.start(POLICY, HOUR);

    calls(node, key, "/slid", 12);
    calls(node, key, "/paced", 12);
    List<RawClient> held = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      RawClient client = node.client();
      held.add(client);
      client.send(
          RawClient.head(
              "GET", "/held", List.of("Authorization: Bearer " + key.secret(), "X-Want: hang")));
    }
    await(() -> fixture.upstream.calls() >= 25); // 10 of each that were admitted, and these
    assertThat(held.get(0).read("GET").status()).isEqualTo(504);
    for (RawClient client : held) {
      client.close();
    }

    String id = key.key().id();
    assertThat(told(settled(node)))
        .containsExactlyInAnyOrder(
            id + " slid slid 80",
            id + " slid slid 100",
            id + " slid slid refused",
            id + " paced paced 80",
            id + " paced paced 100",
            id + " paced paced refused",
            id + " held held 80",
            id + " held held 100");
  }
}
