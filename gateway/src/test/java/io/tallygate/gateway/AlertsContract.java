package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.AlertFixture.Node;
import io.tallygate.gateway.AlertReceiver.Got;
import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.DeliveryQuery;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.Subscription;
import io.tallygate.gateway.alert.SubscriptionChange;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Version;
import io.tallygate.policy.PolicyFile;
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
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told, by real calls through a real gateway to a real receiver. */
@Timeout(120)
abstract class AlertsContract {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final int CALLS = 10_000;

  static final PolicyFile POLICY =
      PolicyFile.parse(
          "alerts",
          """
          groups:
            things:
              limit: 10/hour
              endpoints:
                - GET /things
            many:
              limit: 200/hour
              endpoints:
                - GET /many
            double:
              limit:
                - 10/hour
                - name: double-long
                  limit: 20/day
              endpoints:
                - GET /double
            slid:
              limit: 10/hour sliding
              endpoints:
                - GET /slid
            paced:
              limit: 36/hour smooth, burst 10
              endpoints:
                - GET /paced
            held:
              limit: 5 in flight
              endpoints:
                - GET /held
          other: 100/hour
          """);

  AlertFixture fixture;
  private final Set<String> sentinels = new TreeSet<>();

  /** A new place for a database. */
  abstract Location location();

  @BeforeEach
  void open() throws IOException {
    fixture = new AlertFixture(location());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new AssertionError("waited in vain");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  static Response call(RawClient client, IssuedKey key, String path, String... more)
      throws IOException {
    List<String> fields = new ArrayList<>(List.of("Authorization: Bearer " + key.secret()));
    fields.addAll(List.of(more));
    return client.call("GET", path, fields.toArray(String[]::new));
  }

  private static void calls(Node node, IssuedKey key, String path, int count) throws IOException {
    try (RawClient client = node.client()) {
      for (int i = 0; i < count; i++) {
        call(client, key, path);
      }
    }
  }

  /** What an event says, without its time. */
  static String told(Got got) {
    return switch (got.text("type")) {
      case "limit.used" -> limit(got) + " " + got.text("threshold");
      case "limit.refused" -> limit(got) + " refused";
      default -> got.text("type") + " " + got.text("key");
    };
  }

  private static String limit(Got got) {
    return "%s %s %s".formatted(got.text("key"), got.text("group"), got.text("limit"));
  }

  /** All that was told of what these gateways were called for until now. */
  List<Got> settled(Node... nodes) throws IOException {
    for (Node node : nodes) { // what is found later is written later
      IssuedKey sentinel = fixture.key("sentinel");
      sentinels.add(sentinel.key().id());
      try (RawClient client = node.client()) {
        while (call(client, sentinel, "/things").status() != 200) { // it is not known yet
          LockSupport.parkNanos(20_000_000);
        }
        for (int i = 0; i < 10; i++) {
          call(client, sentinel, "/things");
        }
      }
      String id = sentinel.key().id();
      await(() -> fixture.receiver.got().stream().anyMatch(it -> id.equals(it.text("key"))));
    }
    await(() -> deliveries(Delivery.State.PENDING).isEmpty());
    return fixture.receiver.got().stream()
        .filter(got -> !sentinels.contains(got.text("key")))
        .toList();
  }

  private static List<String> told(List<Got> got) {
    return got.stream().map(AlertsContract::told).toList();
  }

  @Test
  void tenThousandCalls_overKeysAndWindows_areTheExpectedEvents_eachOnce() throws IOException {
    fixture.subscribe(80, 100);
    Node node = fixture.start(POLICY, Duration.ofSeconds(2));
    List<IssuedKey> keys = List.of(fixture.key("a"), fixture.key("b"), fixture.key("c"));
    Set<String> expected = new TreeSet<>();
    Set<Long> windows = new TreeSet<>();

    try (RawClient client = node.client()) {
      for (int i = 0; i < CALLS; i++) {
        IssuedKey key = keys.get(i % keys.size());
        String path = i % 7 == 0 ? "/many" : "/things";
        expect(expected, key, path, call(client, key, path), windows);
        if (i % 1_000 == 999) { // so that there are windows to cross
          LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
        }
      }
    }

    assertThat(windows).hasSizeGreaterThan(4);
    assertThat(settled(node).stream().map(AlertsContract::inWindow))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** As the caller sees it: what crossed, by the answers alone. */
  private static void expect(
      Set<String> expected, IssuedKey key, String path, Response answer, Set<Long> windows) {
    String group = path.substring(1);
    windows.add(answer.reset());
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
                .map(AlertsContract::told))
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

  @Test
  void expiringKey_isToldOnce_andAgainForAnotherEnd() throws IOException {
    long now = Instant.now().getEpochSecond();
    IssuedKey soon = fixture.keyOf(fixture.owner("acme"), now + 86_400);
    fixture.keyOf(fixture.owner("later"), now + 30 * 86_400);
    fixture.subscribe(80);
    Node node = fixture.start(POLICY, HOUR);
    String told = "key.expiring " + soon.key().id();

    await(() -> !fixture.receiver.got().isEmpty());
    assertThat(told(settled(node))).containsExactly(told);

    fixture.stop(node);
    Node next = fixture.start(POLICY, HOUR);
    assertThat(told(settled(next))).containsExactly(told);

    fixture
        .all
        .keys()
        .change(soon.key().id(), List.of(new KeyChange.Expire(now + 2 * 86_400)), Version.ANY);
    fixture.stop(next);
    Node last = fixture.start(POLICY, HOUR);
    await(() -> told(fixture.receiver.got()).stream().filter(told::equals).count() == 2);
    assertThat(told(settled(last))).containsExactly(told, told);
  }

  @Test
  void restart_inOneWindow_tellsNothingAgain() throws IOException {
    IssuedKey key = fixture.key("k");
    fixture.subscribe(80, 100);
    Node node = fixture.start(POLICY, HOUR);
    calls(node, key, "/things", 9);
    fixture.stop(node); // its counters are in memory, so the next begins at 0

    Node next = fixture.start(POLICY, HOUR);
    calls(next, key, "/things", 9);

    assertThat(told(settled(next))).containsExactly(key.key().id() + " things things 80");
  }

  @Test
  void twoGateways_onOneDatabase_tellEachThingOnce() throws IOException {
    List<IssuedKey> keys = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      keys.add(fixture.key("k" + i));
    }
    fixture.subscribe(80, 100);
    Node one = fixture.start(POLICY, HOUR);
    Node other = fixture.start(POLICY, HOUR);

    try (RawClient first = one.client();
        RawClient second = other.client()) {
      for (int i = 0; i < 12; i++) {
        for (IssuedKey key : keys) {
          call(first, key, "/things");
          call(second, key, "/things");
        }
      }
    }

    Set<String> expected =
        keys.stream()
            .flatMap(
                key ->
                    List.of("80", "100", "refused").stream()
                        .map(what -> key.key().id() + " things things " + what))
            .collect(Collectors.toSet());
    assertThat(told(settled(one, other))).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(fixture.receiver.got().stream().map(Got::id)).doesNotHaveDuplicates();
  }

  @Test
  void gone_isDisabled_andEnabledAgainIsTold() throws IOException {
    IssuedKey key = fixture.key("k");
    Subscription to = fixture.subscribe(80);
    fixture.receiver.answerWith(number -> 410);
    Node node = fixture.start(POLICY, HOUR);
    calls(node, key, "/things", 8);

    await(() -> fixture.alerts.get(to.id()).state() == Subscription.State.DISABLED);
    Delivery dead = deliveries(Delivery.State.DEAD).get(0);
    assertThat(dead.last().status()).isEqualTo(410);
    fixture.awaitWanted(node, 0);
    calls(node, key, "/many", 200);
    assertThat(deliveries(Delivery.State.DEAD)).hasSize(1);

    fixture.receiver.answerWith(number -> 204);
    fixture.alerts.change(to.id(), List.of(new SubscriptionChange.Enable()));
    fixture.alerts.replay(dead.id());

    await(() -> deliveries(Delivery.State.DELIVERED).size() >= 1);
    assertThat(fixture.receiver.got().get(1).id()).isEqualTo(fixture.receiver.got().get(0).id());
  }

  private List<Delivery> deliveries(Delivery.State state) {
    return fixture
        .alerts
        .deliveries(DeliveryQuery.ALL.withState(state), Page.Request.FIRST)
        .items();
  }

  @Test
  void failing_isTriedAgain_withTheSameId() throws IOException {
    IssuedKey key = fixture.key("k");
    fixture.receiver.answerWith(number -> number == 0 ? 500 : 200);
    fixture.subscribe(80);
    Node node = fixture.start(POLICY, HOUR);

    calls(node, key, "/things", 8);

    await(() -> deliveries(Delivery.State.DELIVERED).size() == 1); // 5 s later
    assertThat(fixture.receiver.got()).hasSize(2);
    assertThat(fixture.receiver.got().stream().map(Got::id).distinct()).hasSize(1);
    assertThat(deliveries(Delivery.State.DELIVERED).get(0).last().attempts()).isEqualTo(2);
  }
}
