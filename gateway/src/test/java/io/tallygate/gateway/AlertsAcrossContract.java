package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.AlertFixture.Node;
import io.tallygate.gateway.AlertReceiver.Got;
import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.Subscription;
import io.tallygate.gateway.alert.SubscriptionChange;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.Version;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.testing.RawClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told across restarts, gateways, and receivers that fail. */
@Timeout(120)
abstract class AlertsAcrossContract extends AlertsBed {

  @Test
  void expiringKey_isToldOnce_andAgainForAnotherEnd() throws IOException {
    long now = Ticker.SYSTEM.wallMicros() / 1_000_000;
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
