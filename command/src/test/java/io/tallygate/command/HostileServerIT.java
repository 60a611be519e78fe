package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The probe before servers that answer as no server should. */
@Timeout(60)
final class HostileServerIT {

  private static final String KEY = "hostile-key-0123456789";
  private static final String HEAD = "HTTP/1.1 200 OK\r\nX-RateLimit-Limit: 50\r\n";

  @TempDir Path folder;

  private interface Behaviour {
    void answer(OutputStream out) throws Exception;
  }

  /** Answers each connection's first request by what it is told to do. */
  private static final class Server implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);

    Server(Behaviour behaviour) throws IOException {
      start(
          () -> {
            while (true) {
              Socket connection = socket.accept();
              start(() -> serve(connection, behaviour));
            }
          });
    }

    private interface Work {
      void run() throws Exception;
    }

    private static void start(Work work) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.run();
                } catch (Exception e) {
                  // the client or the test has gone
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    private void serve(Socket connection, Behaviour behaviour) throws Exception {
      try (connection) {
        InputStream in = connection.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
          int read = in.read();
          if (read < 0) {
            return;
          }
          head.append((char) read);
        }
        requests.incrementAndGet();
        behaviour.answer(connection.getOutputStream());
      }
    }

    void send(OutputStream out, String text) throws IOException {
      byte[] part = text.getBytes(StandardCharsets.ISO_8859_1);
      out.write(part);
      out.flush();
      bytes.addAndGet(part.length);
    }

    String url() {
      return "http://127.0.0.1:" + socket.getLocalPort() + "/v1/things";
    }

    @Override
    public void close() throws IOException {
      closed.countDown();
      socket.close();
    }
  }

  private Run probe(Server server, String... more) {
    List<String> line = new ArrayList<>(List.of("probe", server.url()));
    line.addAll(List.of(more));
    if (!line.contains("--timeout=5s")) {
      line.add("--timeout=700ms");
    }
    return new Cli(Map.of("TALLYGATE_PROBE_KEY", KEY), folder, Ticker.SYSTEM)
        .run(line.toArray(String[]::new));
  }

  private static void hold(Server[] server) throws InterruptedException {
    server[0].closed.await();
  }

  @Test
  void probe_serverNeverAnswers_givesUp() throws IOException {
    Server[] holder = new Server[1];
    try (Server server = new Server(out -> hold(holder))) {
      holder[0] = server;
      Run run = probe(server);

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).contains("#2  GET /v1/things -> no answer in 700 ms");
      assertThat(server.requests).hasValue(2);
    }
  }

  @Test
  void probe_headStopsHalfWay_givesUp() throws IOException {
    Server[] holder = new Server[1];
    try (Server server =
        new Server(
            out -> {
              holder[0].send(out, "HTTP/1.1 200 OK\r\nX-RateLimit-Li");
              hold(holder);
            })) {
      holder[0] = server;

      assertThat(probe(server).out()).contains("no answer in 700 ms");
    }
  }

  @Test
  void probe_connectionClosed_isAskedOnceOnly() throws IOException {
    try (Server server = new Server(out -> {})) {
      Run run = probe(server);

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("the API did not answer");
      assertThat(server.requests).hasValue(2); // two of the probe, none of the HTTP client
    }
  }

  @Test
  void probe_endlessHead_isCut() throws IOException {
    Server[] holder = new Server[1];
    try (Server server =
        new Server(
            out -> {
              holder[0].send(out, HEAD);
              while (true) {
                holder[0].send(out, "X-RateLimit-Padding: " + "x".repeat(1_000) + "\r\n");
              }
            })) {
      holder[0] = server;
      Run run = probe(server);

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out().length()).isLessThan(10_000);
      assertThat(server.bytes.get()).isLessThan(32 << 20);
    }
  }

  @Test
  void probe_endlessBody_isNotReadBeyondTheBound() throws IOException {
    Server[] holder = new Server[1];
    try (Server server =
        new Server(
            out -> {
              holder[0].send(out, HEAD + "X-RateLimit-Remaining: 40\r\n\r\n");
              while (true) {
                holder[0].send(out, "x".repeat(8_192));
              }
            })) {
      holder[0] = server;
      Run run = probe(server, "--max-requests", "2");

      assertThat(run.exitCode()).as(run.out()).isZero();
      assertThat(run.out()).contains("GET /v1/things: 50 requests");
      assertThat(server.bytes.get()).isLessThan(32 << 20); // the rest is in the sockets
    }
  }

  @Test
  void probe_bodyThatNeverEnds_doesNotHoldIt() throws IOException {
    Server[] holder = new Server[1];
    try (Server server =
        new Server(
            out -> {
              holder[0].send(out, HEAD + "Content-Length: 1000000\r\n\r\nhalf");
              hold(holder);
            })) {
      holder[0] = server;

      assertThat(probe(server, "--timeout=5s").out()).contains("50 requests");
    }
  }

  @Test
  void probe_redirectElsewhere_isNotFollowed() throws IOException {
    try (Server elsewhere = new Server(out -> {})) {
      Server[] holder = new Server[1];
      try (Server server =
          new Server(
              out ->
                  holder[0].send(
                      out,
                      "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
                          + elsewhere.url()
                          + "\r\n\r\n"))) {
        holder[0] = server;
        Run run = probe(server);

        assertThat(run.out()).contains("not followed: " + elsewhere.url());
        assertThat(elsewhere.requests).hasValue(0);
      }
    }
  }

  @Test
  void probe_keyAndEscapesInFields_areNotShown() throws IOException {
    Server[] holder = new Server[1];
    try (Server server =
        new Server(
            out ->
                holder[0].send(
                    out,
                    HEAD
                        + "X-RateLimit-Reset: "
                        + KEY
                        + "\u00e9\r\nWWW-Authenticate: Bearer "
                        + KEY
                        + "\r\nContent-Length: 0\r\n\r\n"))) {
      holder[0] = server;
      for (String form : new String[] {"--json", "--max-requests=4"}) {
        Run run = probe(server, form);

        assertThat(run.out()).contains("***").doesNotContain(KEY).doesNotContain("\u00e9");
      }
    }
  }

  @Test
  void probe_noHttpAtAll_saysSo() throws IOException {
    Server[] holder = new Server[1];
    try (Server server = new Server(out -> holder[0].send(out, "220 mail.example ESMTP\r\n"))) {
      holder[0] = server;
      Run run = probe(server);

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("the API did not answer");
    }
  }
}
