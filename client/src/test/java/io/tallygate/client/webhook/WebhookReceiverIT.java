package io.tallygate.client.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.webhooks.Secret;
import io.tallygate.webhooks.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WebhookReceiverIT {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Secret secret = Secret.random(new SecureRandom());
  private final List<String> handled = new CopyOnWriteArrayList<>();
  private WebhookReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    Webhooks<String> webhooks =
        Webhooks.of(WebhooksConfig.DEFAULT.withBodyMax(1_000), body -> new String(body, UTF_8));
    webhooks.trust(WebhookSecret.parse(secret.text())).on(String.class, handled::add);
    receiver =
        WebhookReceiver.start(
            ReceiverConfig.DEFAULT.withPath("/hooks").withTimeout(Duration.ofSeconds(2)), webhooks);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private HttpRequest signed(String body) {
    long second = Instant.now().getEpochSecond();
    return HttpRequest.newBuilder(receiver.uri())
        .header("Webhook-Id", "msg_1")
        .header("Webhook-Timestamp", Long.toString(second))
        .header("Webhook-Signature", Signature.of(secret, "msg_1", second, body.getBytes(UTF_8)))
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static int status(HttpRequest request) throws Exception {
    HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
    return answer.statusCode();
  }

  @Test
  void webhook_sentTwice_isAnsweredTwiceAndHandledOnce() throws Exception {
    assertThat(status(signed("{}"))).isEqualTo(200);
    assertThat(status(signed("{}"))).isEqualTo(200);
    assertThat(handled).containsExactly("{}");
  }

  @Test
  void request_thatIsNoWebhook_isRefused() throws Exception {
    URI uri = receiver.uri();
    assertThat(status(HttpRequest.newBuilder(uri).build())).isEqualTo(405);
    assertThat(status(HttpRequest.newBuilder(uri.resolve("/other")).build())).isEqualTo(404);
    assertThat(status(HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build()))
        .isEqualTo(400);
    assertThat(status(signed("x".repeat(1_001)))).isEqualTo(413);
    assertThat(status(signed("x".repeat(1_000)))).isEqualTo(200);
    assertThat(handled).hasSize(1);
  }

  @Test
  void request_tooSlow_isClosed() throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), receiver.address().getPort())) {
      String head = "POST /hooks HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc";
      socket.getOutputStream().write(head.getBytes(UTF_8));
      InputStream in = socket.getInputStream();
      assertThat(in.read()).isEqualTo(-1);
    }
    assertThat(status(signed("{}"))).as("the thread is free again").isEqualTo(200);
  }

  @Test
  void close_listensNoMore() {
    HttpRequest request = signed("{}");
    receiver.close();
    assertThatThrownBy(() -> status(request)).isInstanceOf(ConnectException.class);
  }
}
