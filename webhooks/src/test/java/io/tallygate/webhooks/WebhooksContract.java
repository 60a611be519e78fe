package io.tallygate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.webhooks.Delivery.State;
import io.tallygate.webhooks.destination.Addresses;
import io.tallygate.webhooks.destination.Reach;
import io.tallygate.webhooks.destination.TargetException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deliveries to real servers on this machine, from a queue in a database. */
@Timeout(60)
abstract class WebhooksContract {

  private static final Event UPLOADED = event("file.upload.completed");
  private static final Schedule QUICK =
      new Schedule(List.of(Duration.ofMillis(10), Duration.ofMillis(20)));
  private static final WebhooksConfig CONFIG =
      WebhooksConfig.DEFAULT
          .withAddresses(new Addresses(Reach.PUBLIC_AND_LOOPBACK, Addresses.Resolver.SYSTEM))
          .withSchedule(QUICK)
          .withTimeout(Duration.ofSeconds(1));

  private Jdbi jdbi;
  private Webhooks webhooks;

  /** A new database with the tables, and nothing in them. */
  abstract Jdbi database();

  private static Event event(String name) {
    return new Event(name, "{\"event\":\"" + name + "\",\"at\":1}");
  }

  @BeforeEach
  void start() {
    jdbi = database();
    webhooks = Webhooks.start(jdbi, CONFIG, InstantSource.system());
  }

  @AfterEach
  void stop() {
    webhooks.close();
  }

  private static Subscription to(String url, String... events) {
    return new Subscription(url, List.of(events), null);
  }

  private static void await(BooleanSupplier condition) { // the test's time runs out, if it never is
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(2_000_000);
    }
  }

  private List<Delivery> deliveries(State state) {
    return webhooks.deliveries("me", Optional.of(state), 100);
  }

  @Test
  void publish_wanted_isDeliveredOnce_signed() throws Exception {
    try (Receiver receiver = new Receiver(number -> 200)) {
      Endpoint endpoint = webhooks.create("me", to(receiver.url("/hook"), UPLOADED.name()));
      webhooks.create("me", to(receiver.url("/other"), "file.upload.failed"));
      webhooks.create("somebody", to(receiver.url("/somebody"), UPLOADED.name()));

      assertThat(webhooks.publish("me", UPLOADED)).isEqualTo(1);

      await(() -> deliveries(State.DELIVERED).size() == 1);
      assertThat(receiver.got).hasSize(1);
      Receiver.Got got = receiver.got.get(0);
      assertThat(got.path()).isEqualTo("/hook");
      assertThat(got.body()).isEqualTo(UPLOADED.body());
      assertThat(got.field("content-type")).startsWith("application/json");
      assertThat(got.field("webhook-id")).matches("msg_[0-9A-Za-z]{16}");
      long second = Long.parseLong(got.field("webhook-timestamp"));
      assertThat(got.field("webhook-signature"))
          .isEqualTo(
              Signature.of(
                  endpoint.secret(),
                  got.field("webhook-id"),
                  second,
                  UPLOADED.body().getBytes(UTF_8)));
      Delivery delivery = deliveries(State.DELIVERED).get(0);
      assertThat(delivery.progress().attempts()).isEqualTo(1);
      assertThat(delivery.progress().lastStatus()).isEqualTo(200);
      assertThat(delivery.messageId()).isEqualTo(got.field("webhook-id"));
    }
  }

  @Test
  void publish_failing_isTriedAgain_withTheSameIdAndAFreshTime() throws Exception {
    try (Receiver receiver = new Receiver(number -> number < 2 ? 500 : 204)) {
      webhooks.create("me", to(receiver.url("/"), UPLOADED.name()));

      webhooks.publish("me", UPLOADED);

      await(() -> deliveries(State.DELIVERED).size() == 1);
      assertThat(receiver.got).hasSize(3);
      assertThat(
              receiver.got.stream().map(got -> got.field("webhook-id")).collect(Collectors.toSet()))
          .hasSize(1);
      assertThat(deliveries(State.DELIVERED).get(0).progress().attempts()).isEqualTo(3);
    }
  }

  @Test
  void publish_failingTooOften_isDead_andCanBeReplayed() throws Exception {
    AtomicInteger status = new AtomicInteger(503);
    try (Receiver receiver = new Receiver(number -> status.get())) {
      webhooks.create("me", to(receiver.url("/"), UPLOADED.name()));

      webhooks.publish("me", UPLOADED);

      await(() -> deliveries(State.DEAD).size() == 1);
      Delivery dead = deliveries(State.DEAD).get(0);
      assertThat(dead.progress().attempts()).isEqualTo(1 + QUICK.delays().size());
      assertThat(dead.progress().lastStatus()).isEqualTo(503);
      assertThat(dead.progress().lastError()).isEqualTo("status 503");
      assertThat(receiver.got).hasSize(3);

      status.set(200);
      DeliveryId id = new DeliveryId(dead.messageId(), dead.endpointId());
      assertThat(webhooks.replay("somebody", id)).isFalse();
      assertThat(webhooks.replay("me", id)).isTrue();
      await(() -> deliveries(State.DELIVERED).size() == 1);
      assertThat(receiver.got.get(3).field("webhook-id")).isEqualTo(dead.messageId());
    }
  }

  @Test
  void answer410_disablesTheEndpoint_andGivesUpWhatWaits() throws Exception {
    try (Receiver receiver = new Receiver(number -> 410)) {
      webhooks.create("me", to(receiver.url("/"), UPLOADED.name()));

      jdbi.useTransaction(
          handle -> {
            for (int i = 0; i < 5; i++) {
              webhooks.publish(handle, "me", UPLOADED);
            }
          });

      await(() -> deliveries(State.DEAD).size() == 5);
      assertThat(receiver.got).hasSizeLessThanOrEqualTo(2);
      assertThat(webhooks.list("me").get(0).state()).isEqualTo(Endpoint.State.DISABLED);
      assertThat(webhooks.publish("me", UPLOADED)).isZero();
    }
  }

  @Test
  void redirect_isAFailure_andNotFollowed() throws Exception {
    try (Receiver elsewhere = new Receiver(number -> 200);
        Receiver receiver = new Receiver(number -> 307)) {
      receiver.answerWith(Map.of("Location", elsewhere.url("/")));
      webhooks.create("me", to(receiver.url("/"), UPLOADED.name()));

      webhooks.publish("me", UPLOADED);

      await(() -> deliveries(State.DEAD).size() == 1);
      assertThat(elsewhere.got).isEmpty();
      assertThat(deliveries(State.DEAD).get(0).progress().lastStatus()).isEqualTo(307);
    }
  }

  @Test
  void retryAfter_isWaitedFor() throws Exception {
    try (Receiver receiver = new Receiver(number -> 429)) {
      receiver.answerWith(Map.of("Retry-After", "3600"));
      webhooks.create("me", to(receiver.url("/"), UPLOADED.name()));
      long startMillis = InstantSource.system().millis();

      webhooks.publish("me", UPLOADED);

      await(() -> deliveries(State.PENDING).get(0).progress().attempts() == 1);
      assertThat(deliveries(State.PENDING).get(0).progress().due().toEpochMilli() - startMillis)
          .isGreaterThanOrEqualTo(3_600_000);
    }
  }

  @Test
  void noAnswer_endsInTime_andHoldsUpNobodyElse() throws Exception {
    try (Receiver silent = new Receiver(number -> 0);
        Receiver receiver = new Receiver(number -> 200)) {
      webhooks.create("me", to(silent.url("/"), UPLOADED.name()));
      for (int i = 0; i < 40; i++) {
        webhooks.publish("me", UPLOADED);
      }
      webhooks.create("you", to(receiver.url("/"), UPLOADED.name()));

      webhooks.publish("you", UPLOADED);

      await(() -> !receiver.got.isEmpty());
      assertThat(silent.got).hasSizeLessThan(10);
      await(
          () ->
              deliveries(State.PENDING).stream()
                  .anyMatch(one -> "no answer in time".equals(one.progress().lastError())));
    }
  }

  @Test
  void nobodyThere_isAFailure() throws Exception {
    int port;
    try (Receiver gone = new Receiver(number -> 200)) {
      port = gone.port();
    }
    webhooks.create("me", to("http://127.0.0.1:" + port + "/", UPLOADED.name()));

    webhooks.publish("me", UPLOADED);

    await(() -> deliveries(State.DEAD).size() == 1);
    assertThat(deliveries(State.DEAD).get(0).progress().lastError()).isEqualTo("connection failed");
  }

  @Test
  void rebound_afterItWasMade_isNotReached() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Addresses.Resolver rebinding =
        name ->
            List.of(
                InetAddress.getByName(asked.getAndIncrement() == 0 ? "93.184.216.34" : "10.0.0.1"));
    try (Webhooks strict =
        Webhooks.start(
            jdbi,
            CONFIG.withAddresses(new Addresses(Reach.PUBLIC, rebinding)),
            InstantSource.system())) {
      webhooks.close(); // or it would deliver, too
      strict.create("me", to("https://rebound.example/", UPLOADED.name()));

      strict.publish("me", UPLOADED);

      await(() -> deliveries(State.DEAD).size() == 1);
      assertThat(deliveries(State.DEAD).get(0).progress().lastError())
          .isEqualTo("url must have a public address");
    }
  }

  @Test
  void create_privateAddress_isRefused_andLeavesNothing() {
    assertThatThrownBy(() -> webhooks.create("me", to("https://10.0.0.1/", UPLOADED.name())))
        .isInstanceOf(TargetException.class);
    assertThat(webhooks.list("me")).isEmpty();
  }

  @Test
  void create_fiftyFirst_isRefused() {
    for (int i = 0; i < Webhooks.ENDPOINTS_MAX; i++) {
      webhooks.create("me", to("https://93.184.216.34/" + i, UPLOADED.name()));
    }
    assertThatThrownBy(() -> webhooks.create("me", to("https://93.184.216.34/", UPLOADED.name())))
        .hasMessage("endpoints must be at most 50: endpoints=50");
  }

  @Test
  void delete_ofAnotherOwner_deletesNothing() throws Exception {
    try (Receiver receiver = new Receiver(number -> 200)) {
      Endpoint endpoint = webhooks.create("me", to(receiver.url("/"), UPLOADED.name()));
      assertThat(webhooks.delete("somebody", endpoint.id())).isFalse();
      assertThat(webhooks.delete("me", endpoint.id())).isTrue();
      assertThat(webhooks.delete("me", endpoint.id())).isFalse();
      assertThat(webhooks.publish("me", UPLOADED)).isZero();
    }
  }

  @Test
  void publish_beyondWhatMayWait_isDeadAtOnce() throws Exception {
    webhooks.close(); // nothing is delivered meanwhile
    webhooks.create("me", to("https://93.184.216.34/", UPLOADED.name()));
    jdbi.useTransaction(
        handle -> {
          for (int i = 0; i <= Webhooks.PENDING_MAX; i++) {
            webhooks.publish(handle, "me", UPLOADED);
          }
        });
    assertThat(deliveries(State.DEAD)).hasSize(1);
    assertThat(deliveries(State.DEAD).get(0).progress().lastError())
        .isEqualTo("too many messages wait");
  }

  @Test
  void publish_rolledBack_tellsNobody() throws Exception {
    try (Receiver receiver = new Receiver(number -> 200)) {
      webhooks.create("me", to(receiver.url("/"), UPLOADED.name()));
      jdbi.useTransaction(
          handle -> {
            webhooks.publish(handle, "me", UPLOADED);
            handle.rollback();
          });
      webhooks.publish("me", event(UPLOADED.name()));
      await(() -> deliveries(State.DELIVERED).size() == 1);
      assertThat(webhooks.deliveries("me", Optional.empty(), 100)).hasSize(1);
      assertThat(receiver.got).hasSize(1);
    }
  }

  @Test
  void twoProcesses_onOneDatabase_deliverEachOnce() throws Exception {
    try (Receiver receiver = new Receiver(number -> 200);
        Webhooks second = Webhooks.start(jdbi, CONFIG, InstantSource.system())) {
      webhooks.create("me", to(receiver.url("/"), UPLOADED.name()));
      for (int i = 0; i < 50; i++) {
        (i % 2 == 0 ? webhooks : second).publish("me", UPLOADED);
      }
      await(() -> deliveries(State.DELIVERED).size() == 50);
      Set<String> ids =
          receiver.got.stream().map(got -> got.field("webhook-id")).collect(Collectors.toSet());
      assertThat(ids).hasSize(50);
      assertThat(receiver.got).hasSize(50);
    }
  }
}
