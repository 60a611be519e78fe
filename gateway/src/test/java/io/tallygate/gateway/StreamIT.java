package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import io.tallygate.gateway.GatewayConfig.Bounds;
import io.tallygate.policy.Gate;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies pass part by part, both ways, and connections live on or end as HTTP says. */
@Timeout(120)
final class StreamIT {

  private static final long MEGABYTE = 1 << 20;
  private static final long BODY_BYTES = Long.getLong("megabytes", 200) * MEGABYTE;

  /** What both sides may have under way, and the allocator's reserve. */
  private static final long DIRECT_MAX = 48 * MEGABYTE;

  @Test
  void upload_ofAnySize_passesInConstantMemory() throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      String key = fixture.keys.add("k1");
      client.send(
          RawClient.head(
              "POST",
              "/v1/upload",
              List.of("Authorization: Bearer " + key, "Content-Length: " + BODY_BYTES)));
      byte[] part = new byte[64 << 10];
      long mostDirect = 0;
      for (long sent = 0; sent < BODY_BYTES; sent += part.length) {
        client.out().write(part);
        mostDirect = Math.max(mostDirect, PlatformDependent.usedDirectMemory());
      }
      client.out().flush();

      assertThat(client.read("POST").status()).isEqualTo(200);
      assertThat(fixture.upstream.bodyBytes()).isEqualTo(BODY_BYTES);
      assertThat(mostDirect).isLessThan(DIRECT_MAX);
    }
  }

  @Test
  void download_ofAnySize_passesInConstantMemory_howeverSlowTheReader() throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      String key = fixture.keys.add("k1");
      client.send(
          RawClient.head(
              "GET",
              "/v1/download",
              List.of("Authorization: Bearer " + key, "X-Want: bytes=" + BODY_BYTES)));
      Awaited.until(() -> fixture.upstream.calls() > 0);
      long mostDirect = 0;
      InputStream in = client.in();
      byte[] part = new byte[64 << 10];
      long read = 0;
      while (read < BODY_BYTES) {
        int n = in.read(part);
        assertThat(n).isPositive();
        read += n;
        mostDirect = Math.max(mostDirect, PlatformDependent.usedDirectMemory());
      }

      assertThat(mostDirect).isLessThan(DIRECT_MAX);
    }
  }

  @Test
  void chunkedBody_passes_andIsBounded() throws IOException {
    Bounds bounds = new Bounds(32 << 10, 1_000, 100, 100, 1 << 10, Duration.ofSeconds(1));
    try (Fixture fixture = new Fixture(Fixture.policy(Gate.DEFAULT), Fixture.with(bounds))) {
      String key = fixture.keys.add("k1");
      try (RawClient client = fixture.client()) {
        client.send(chunked(key, "1f4\r\n" + "x".repeat(500) + "\r\n0\r\n\r\n"));
        assertThat(client.read("POST").status()).isEqualTo(200);
        assertThat(fixture.upstream.bodyBytes()).isEqualTo(500);
      }
      try (RawClient client = fixture.client()) {
        client.send(chunked(key, "3e9\r\n" + "x".repeat(1_001) + "\r\n0\r\n\r\n"));

        Response response = client.read("POST");

        assertThat(response.status()).isEqualTo(413);
        assertThat(response.remaining()).isEqualTo(98); // it was sent, so it costs one
        assertThat(client.isEnded()).isTrue();
      }
    }
  }

  private static String chunked(String key, String body) {
    return "POST /v1/upload HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
        + key
        + "\r\nTransfer-Encoding: chunked\r\n\r\n"
        + body;
  }

  @Test
  void pipelinedCalls_areAnsweredInOrder() throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      String key = fixture.keys.add("k1");
      StringBuilder calls = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        String want = i % 2 == 0 ? "X-Want: 200" : "X-Want: 404";
        calls.append(RawClient.head("GET", "/v1/x", List.of("Authorization: Bearer " + key, want)));
      }
      client.send(calls.toString());

      for (int i = 0; i < 50; i++) {
        Response response = client.read("GET");
        assertThat(response.status()).isEqualTo(i % 2 == 0 ? 200 : 404);
        assertThat(response.remaining()).isEqualTo(99 - i);
      }
    }
  }

  @Test
  void http10_getsNoChunks_andTheConnectionEnds() throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      String key = fixture.keys.add("k1");
      client.send("GET /v1/x HTTP/1.0\r\nAuthorization: Bearer " + key + "\r\n\r\n");

      Response response = client.read("GET");

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.field("Connection")).isEqualTo("close");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void expectContinue_refused_endsTheConnection() throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      client.send(
          "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");

      assertThat(client.read("POST").status()).isEqualTo(401);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void refusedBody_isThrownAway_andTheConnectionLivesOn() throws IOException {
    try (Fixture fixture = new Fixture();
        RawClient client = fixture.client()) {
      String key = fixture.keys.add("k1");
      client.send(
          "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n" + "x".repeat(5_000));
      assertThat(client.read("POST").status()).isEqualTo(401);

      assertThat(client.call("GET", "/v1/x", "Authorization: Bearer " + key).status())
          .isEqualTo(200);
    }
  }

  @Test
  void idleConnection_closedByUpstream_isReplacedUnseen() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Fixture fixture =
            new Fixture(
                Fixture.policy(Gate.DEFAULT),
                GatewayConfig.DEFAULT,
                URI.create("http://127.0.0.1:" + listening.getLocalPort()))) {
      ExecutorService upstream = Executors.newSingleThreadExecutor();
      upstream.execute(() -> answerOnceThenHangUp(listening));
      String key = fixture.keys.add("k1");
      try (RawClient client = fixture.client()) {
        String field = "Authorization: Bearer " + key;
        assertThat(client.call("GET", "/v1/x", field).status()).isEqualTo(200);
        // The upstream closes when it has read the second call's head, unanswered.
        assertThat(client.call("GET", "/v1/x", field).status()).isEqualTo(200);
        assertThat(client.call("POST", "/v1/x", field).status()).isEqualTo(502);
      } finally {
        upstream.shutdownNow();
      }
    }
  }

  /** Each connection serves one call, and is closed when the head of a second has come. */
  private static void answerOnceThenHangUp(ServerSocket listening) {
    try {
      while (!listening.isClosed()) {
        Socket socket = listening.accept();
        readHead(socket.getInputStream());
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                    .getBytes(StandardCharsets.US_ASCII));
        readHead(socket.getInputStream());
        socket.close();
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private static void readHead(InputStream in) throws IOException {
    int matched = 0;
    while (matched < 4) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException();
      }
      matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : (b == '\r' ? 1 : 0);
    }
  }

  @Test
  void clientGone_upstreamIsLetGo() throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");
      RawClient client = fixture.client();
      client.send(
          RawClient.head("GET", "/v1/x", List.of("Authorization: Bearer " + key, "X-Want: hang")));
      Awaited.until(() -> fixture.upstream.calls() > 0);
      client.close();

      Awaited.until(() -> fixture.upstream.connections() == 0);
    }
  }
}
