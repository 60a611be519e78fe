package io.tallygate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignatureTest {

  private static final int PAYLOADS = 10_000;

  @Test
  void of_referenceVector_isTheSpecifications() {
    Secret secret = Secret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    assertThat(
            Signature.of(
                secret,
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                "{\"test\": 2432232314}".getBytes(UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void of_randomPayloads_areVerifiedByTheReferenceLibrary_andTamperedOnesAreNot() throws Exception {
    Random random = new Random(17);
    long now =
        InstantSource.system()
            .instant()
            .getEpochSecond(); // the library reads the wall clock itself
    for (int i = 0; i < PAYLOADS; i++) {
      Secret secret = RandomPayload.secret(random);
      RandomPayload payload = RandomPayload.of(random);
      byte[] body = payload.body().getBytes(UTF_8);
      String signature = Signature.of(secret, payload.id(), now, body);
      Webhook webhook = new Webhook(secret.text());

      webhook.verify(payload.body(), headers(payload.id(), now, signature));

      assertThatThrownBy(
              () -> webhook.verify(payload.tampered(), headers(payload.id(), now, signature)))
          .isInstanceOf(WebhookVerificationException.class);
      assertThatThrownBy(
              () -> webhook.verify(payload.body(), headers(payload.id() + "x", now, signature)))
          .isInstanceOf(WebhookVerificationException.class);
      assertThatThrownBy(
              () -> webhook.verify(payload.body(), headers(payload.id(), now - 1, signature)))
          .isInstanceOf(WebhookVerificationException.class);
    }
  }

  private static HttpHeaders headers(String id, long second, String signature) {
    return HttpHeaders.of(
        Map.of(
            "webhook-id", List.of(id),
            "webhook-timestamp", List.of(Long.toString(second)),
            "webhook-signature", List.of(signature)),
        (name, value) -> true);
  }

  @Test
  void secret_writtenAndRead_isTheSame_andIsNotShown() {
    Secret secret = Secret.random(new SecureRandom());
    assertThat(secret.text()).matches("whsec_[A-Za-z0-9+/]{43}=");
    assertThat(Secret.parse(secret.text())).isEqualTo(secret).hasSameHashCodeAs(secret);
    assertThat(Secret.parse(secret.text().substring(6))).isEqualTo(secret);
    assertThat(secret.text()).endsWith(secret.lastFour());
    assertThat(secret.toString()).isEqualTo("whsec_…");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 23, 65})
  void secret_ofTooFewOrTooManyBytes_isRefusedWithoutShowingIt(int bytes) {
    String text = "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
    assertThatThrownBy(() -> Secret.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("secret must have 24 to 64 bytes: bytes=" + bytes);
  }

  @Test
  void secret_notBase64_isRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> Secret.parse("whsec_!hush!"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("secret must be whsec_ and base64: length=12");
  }
}
