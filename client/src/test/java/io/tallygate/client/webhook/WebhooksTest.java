package io.tallygate.client.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.clock.Ticker;
import io.tallygate.webhooks.Secret;
import io.tallygate.webhooks.Signature;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebhooksTest {

  private static final long NOW = 1_614_265_330;
  private static final Secret SECRET = Secret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);

  /** That of the reference project. */
  private static final Map<String, String> VECTOR =
      Map.of(
          "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
          "webhook-timestamp", "1614265330",
          "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

  private final HandTicker time = new HandTicker();
  private final List<String> handled = new ArrayList<>();

  private Webhooks<String> webhooks(WebhooksConfig config) {
    Webhooks<String> webhooks =
        Webhooks.of(config.withTicker(time), body -> new String(body, UTF_8));
    return webhooks.trust(WebhookSecret.parse(SECRET.text())).on(String.class, handled::add);
  }

  private Webhooks<String> webhooks() {
    return webhooks(WebhooksConfig.DEFAULT);
  }

  private static Map<String, String> signed(Secret secret, String id, long second, byte[] body) {
    return Map.of(
        "webhook-id", id,
        "webhook-timestamp", Long.toString(second),
        "webhook-signature", Signature.of(secret, id, second, body));
  }

  private static Map<String, String> with(Map<String, String> fields, String name, String value) {
    Map<String, String> changed = new HashMap<>(fields);
    changed.put(name, value);
    return changed;
  }

  @Test
  void receive_referenceVector_isHandled() {
    assertThat(webhooks().receive(VECTOR::get, BODY)).isEqualTo(Receipt.HANDLED);
    assertThat(handled).containsExactly("{\"test\": 2432232314}");
  }

  @Test
  void receive_whatTheSenderSigns_isHandled_andTamperedIsNot() {
    Random random = new Random(5);
    Webhooks<String> webhooks = webhooks();
    for (int i = 0; i < 1_000; i++) {
      byte[] body = new byte[random.nextInt(2_000)];
      random.nextBytes(body);
      Map<String, String> fields = signed(SECRET, "msg_" + i, NOW - 300 + i % 601, body);

      byte[] other = body.clone();
      if (body.length > 0) {
        other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
        assertThat(webhooks.receive(fields::get, other)).isEqualTo(Receipt.NOT_GENUINE);
      }
      assertThat(webhooks.receive(with(fields, "webhook-id", "msg_x")::get, body))
          .isEqualTo(Receipt.NOT_GENUINE);
      assertThat(webhooks.receive(fields::get, body)).isEqualTo(Receipt.HANDLED);
    }
    assertThat(handled).hasSize(1_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          webhook-id        | -                                       | UNREADABLE
          webhook-timestamp | -                                       | UNREADABLE
          webhook-signature | -                                       | UNREADABLE
          webhook-id        | ''                                      | UNREADABLE
          webhook-id        | a.b                                     | UNREADABLE
          webhook-id        | a b                                     | UNREADABLE
          webhook-timestamp | 1614265330.0                            | UNREADABLE
          webhook-timestamp | 01614265330                             | UNREADABLE
          webhook-timestamp | -1614265330                             | UNREADABLE
          webhook-timestamp | 1614265331                              | NOT_GENUINE
          webhook-timestamp | 999999999999                            | NOT_GENUINE
          webhook-signature | ''                                      | NOT_GENUINE
          webhook-signature | v1,                                     | NOT_GENUINE
          webhook-signature | g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= | NOT_GENUINE
          webhook-signature | v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= | NOT_GENUINE
          webhook-signature | v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= | NOT_GENUINE
          webhook-signature | v1a,x v1,y v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= | HANDLED
          """)
  void receive_fieldChanged_isJudged(String name, String value, Receipt receipt) {
    Map<String, String> fields = new HashMap<>(VECTOR);
    if (value.equals("-")) {
      fields.remove(name);
    } else {
      fields.put(name, value);
    }
    assertThat(webhooks().receive(fields::get, BODY)).isEqualTo(receipt);
    assertThat(handled).hasSize(receipt == Receipt.HANDLED ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"-301, NOT_GENUINE", "-300, HANDLED", "300, HANDLED", "301, NOT_GENUINE"})
  void receive_atTheTolerance_isTheLastThatIsFresh(long apart, Receipt receipt) {
    time.second = NOW + apart;
    assertThat(webhooks().receive(VECTOR::get, BODY)).isEqualTo(receipt);
  }

  @Test
  void receive_overItsBounds_isRefused() {
    Webhooks<String> webhooks = webhooks(WebhooksConfig.DEFAULT.withBodyMax(BODY.length));
    byte[] longer = new byte[BODY.length + 1];
    assertThat(webhooks.receive(VECTOR::get, longer)).isEqualTo(Receipt.TOO_LARGE);
    String genuine = VECTOR.getOrDefault("webhook-signature", "");
    int room = 4_096 - genuine.length();
    Map<String, String> most = with(VECTOR, "webhook-signature", " ".repeat(room) + genuine);
    Map<String, String> over = with(VECTOR, "webhook-signature", " ".repeat(room + 1) + genuine);
    assertThat(webhooks.receive(over::get, BODY)).isEqualTo(Receipt.UNREADABLE);
    assertThat(webhooks.receive(most::get, BODY)).isEqualTo(Receipt.HANDLED);
    Map<String, String> id = signed(SECRET, "i".repeat(256), NOW, BODY);
    Map<String, String> longId = signed(SECRET, "i".repeat(257), NOW, BODY);
    assertThat(webhooks.receive(longId::get, BODY)).isEqualTo(Receipt.UNREADABLE);
    assertThat(webhooks.receive(id::get, BODY)).isEqualTo(Receipt.HANDLED);
  }

  @Test
  void secrets_rotated_bothAreTakenUntilTheOldIsDistrusted() {
    Secret fresh = Secret.random(new SecureRandom());
    Webhooks<String> webhooks = webhooks().trust(WebhookSecret.parse(fresh.text()));
    assertThat(webhooks.receive(signed(SECRET, "1", NOW, BODY)::get, BODY))
        .isEqualTo(Receipt.HANDLED);
    assertThat(webhooks.receive(signed(fresh, "2", NOW, BODY)::get, BODY))
        .isEqualTo(Receipt.HANDLED);
    webhooks.distrust(WebhookSecret.parse(SECRET.text()));
    assertThat(webhooks.receive(signed(SECRET, "3", NOW, BODY)::get, BODY))
        .isEqualTo(Receipt.NOT_GENUINE);
    assertThat(webhooks.receive(signed(fresh, "4", NOW, BODY)::get, BODY))
        .isEqualTo(Receipt.HANDLED);
    for (int i = 1; i < Webhooks.SECRETS_MAX; i++) {
      webhooks.trust(WebhookSecret.parse(Secret.random(new SecureRandom()).text()));
    }
    assertThatThrownBy(() -> webhooks.trust(WebhookSecret.parse(SECRET.text())))
        .hasMessage("secrets must be at most 8, distrust one: secrets=8");
  }

  @Test
  void receive_again_isHandledOnceWithinTwiceTheTolerance() {
    Webhooks<String> webhooks = webhooks();
    time.second = NOW - 300; // the earliest at which it is fresh
    assertThat(webhooks.receive(VECTOR::get, BODY)).isEqualTo(Receipt.HANDLED);
    time.second = NOW + 300; // the latest
    assertThat(webhooks.receive(VECTOR::get, BODY)).isEqualTo(Receipt.REPEATED);
    time.second = NOW + 301;
    assertThat(webhooks.receive(VECTOR::get, BODY)).isEqualTo(Receipt.NOT_GENUINE);
    assertThat(handled).hasSize(1);
  }

  @Test
  void receive_moreThanAreRemembered_shallComeAgain() {
    Webhooks<String> webhooks = webhooks(WebhooksConfig.DEFAULT.withIdsMax(2));
    assertThat(webhooks.receive(signed(SECRET, "1", NOW, BODY)::get, BODY))
        .isEqualTo(Receipt.HANDLED);
    assertThat(webhooks.receive(signed(SECRET, "2", NOW, BODY)::get, BODY))
        .isEqualTo(Receipt.HANDLED);
    assertThat(webhooks.receive(signed(SECRET, "3", NOW, BODY)::get, BODY)).isEqualTo(Receipt.BUSY);
    assertThat(webhooks.receive(signed(SECRET, "1", NOW, BODY)::get, BODY))
        .as("none was given up for it")
        .isEqualTo(Receipt.REPEATED);
    time.second = NOW + 601;
    assertThat(webhooks.receive(signed(SECRET, "3", NOW + 601, BODY)::get, BODY))
        .isEqualTo(Receipt.HANDLED);
  }

  @Test
  void handler_throws_isAskedAgainWhenItComesAgain() {
    List<String> tries = new ArrayList<>();
    Webhooks<String> webhooks =
        webhooks()
            .on(
                String.class,
                event -> {
                  tries.add(event);
                  if (tries.size() == 1) {
                    throw new IllegalStateException("not yet");
                  }
                });
    assertThat(webhooks.receive(VECTOR::get, BODY)).isEqualTo(Receipt.FAILED);
    assertThat(webhooks.receive(VECTOR::get, BODY)).isEqualTo(Receipt.HANDLED);
    assertThat(webhooks.receive(VECTOR::get, BODY)).isEqualTo(Receipt.REPEATED);
    assertThat(tries).hasSize(2);
  }

  @Test
  void receive_twiceAtOnce_theSecondShallComeAgain() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Webhooks<String> webhooks =
        webhooks()
            .on(
                String.class,
                event -> {
                  begun.countDown();
                  try {
                    end.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    FutureTask<Receipt> first = new FutureTask<>(() -> webhooks.receive(VECTOR::get, BODY));
    new Thread(first).start();
    begun.await();
    assertThat(webhooks.receive(VECTOR::get, BODY)).isEqualTo(Receipt.BUSY);
    end.countDown();
    assertThat(first.get()).isEqualTo(Receipt.HANDLED);
    assertThat(handled).hasSize(1);
  }

  /** An event of one of two types. */
  sealed interface Sound permits Bark, Meow {}

  record Bark(int times) implements Sound {}

  record Meow() implements Sound {}

  @Test
  void handlers_ofATypeEach_seeTheirsAlone() {
    List<Object> barks = new ArrayList<>();
    List<Object> all = new ArrayList<>();
    Webhooks<Sound> webhooks =
        Webhooks.<Sound>of(
                WebhooksConfig.DEFAULT.withTicker(time),
                body -> {
                  if (body.length == 0) {
                    throw new IOException("no sound");
                  }
                  return body[0] == 'b' ? new Bark(body.length) : new Meow();
                })
            .trust(WebhookSecret.parse(SECRET.text()))
            .on(Bark.class, barks::add)
            .on(Sound.class, all::add);
    for (String body : new String[] {"bb", "m"}) {
      byte[] bytes = body.getBytes(UTF_8);
      assertThat(webhooks.receive(signed(SECRET, body, NOW, bytes)::get, bytes))
          .isEqualTo(Receipt.HANDLED);
    }
    assertThat(webhooks.receive(signed(SECRET, "x", NOW, new byte[0])::get, new byte[0]))
        .isEqualTo(Receipt.UNREADABLE);
    assertThat(barks).containsExactly(new Bark(2));
    assertThat(all).containsExactly(new Bark(2), new Meow());
  }

  @ParameterizedTest
  @CsvSource({
    "whsec_!hush!, secret must be whsec_ and base64: length=12",
    "whsec_, secret must be whsec_ and base64: length=6",
    "whsec_aGVsbG8=, secret must have 24 to 64 bytes: bytes=5"
  })
  void secret_bad_isRefusedWithoutShowingIt(String text, String message) {
    assertThatThrownBy(() -> WebhookSecret.parse(text)).hasMessage(message);
    assertThat(WebhookSecret.parse(SECRET.text())).hasToString("whsec_…");
  }

  @Test
  void config_outOfItsBounds_isRefused() {
    assertThatThrownBy(() -> WebhooksConfig.DEFAULT.withTolerance(Duration.ZERO))
        .hasMessage("tolerance must be 1 s to 1 h: tolerance=PT0S");
    assertThatThrownBy(() -> WebhooksConfig.DEFAULT.withBodyMax(0))
        .hasMessage("bodyMax must be 1 to 2^24: bodyMax=0");
    assertThatThrownBy(() -> WebhooksConfig.DEFAULT.withIdsMax((1 << 24) + 1))
        .hasMessage("idsMax must be 1 to 2^24: idsMax=16777217");
  }

  private static final class HandTicker implements Ticker {

    private long second = NOW;

    @Override
    public long monotonicNanos() {
      return second * 1_000_000_000;
    }

    @Override
    public long wallMicros() {
      return second * 1_000_000;
    }
  }
}
