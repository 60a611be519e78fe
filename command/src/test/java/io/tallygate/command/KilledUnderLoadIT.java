package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running gateway, killed under load again and again: what a key has left in a group is never
 * more than the last that it was told, and never less than by what it sent.
 */
@Timeout(1_200)
final class KilledUnderLoadIT {

  private static final long LIMIT = 1_000_000;
  private static final int KEYS = 5;
  private static final int CLIENTS = 4;
  private static final int ANSWERS_MAX = 3_000; // of a round
  private static final int SOCKET_MILLIS = 30_000;
  private static final List<String> PATHS = List.of("/v1/files", "/v1/other");

  private static final String POLICY =
      """
      groups:
        files:
          limit: 1,000,000/hour
          endpoints:
            - GET /v1/files
      other: 1,000,000/hour
      key-prefix: tst_
      """;

  @TempDir Path folder;
  private EchoUpstream echo;
  private final SplittableRandom random = new SplittableRandom(42);
  private final List<String> keys = new ArrayList<>();
  private final ConcurrentMap<String, Told> told = new ConcurrentHashMap<>();

  /** What one key knows of one group. */
  private static final class Told {
    final AtomicLong least = new AtomicLong(LIMIT); // that was left, by any answer
    final AtomicLong sent = new AtomicLong();
  }

  @BeforeEach
  void startEcho() throws IOException {
    echo = EchoUpstream.start();
    Files.writeString(folder.resolve("limits.yaml"), POLICY);
  }

  @AfterEach
  void stopEcho() {
    echo.close();
  }

  @Test
  void killedFiveTimes_noCountIsLost() throws Exception {
    assertThat(violations(5, "file")).isEmpty();
  }

  @Tag("long")
  @Test
  void killedFiftyTimes_noCountIsLost() throws Exception {
    assertThat(violations(50, "file")).isEmpty();
  }

  /** The same, and it must be seen: else the two above could not fail. */
  @Test
  void killedWithCountersInMemory_countsAreLost() throws Exception {
    assertThat(violations(1, "memory"))
        .hasSizeGreaterThanOrEqualTo(KEYS)
        .allMatch(violation -> violation.contains("is more than was told"));
  }

  private List<String> violations(int rounds, String where) throws Exception {
    for (int i = 0; i < KEYS; i++) {
      keys.add(Server.createKey(folder, "k" + i));
    }
    List<String> violations = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      try (Server server = start(where)) {
        judge(server, violations);
        underLoad(server);
      }
    }
    try (Server server = start(where)) {
      judge(server, violations);
    }
    System.err.printf(
        "killed: rounds=%d answers=%d violations=%d%n",
        rounds,
        told.values().stream().mapToLong(it -> LIMIT - it.least.get()).sum(),
        violations.size());
    return violations;
  }

  private Server start(String where) throws Exception {
    return Server.start(folder, echo, "--counters", "1000", "--counters-in", where);
  }

  private Told told(String key, String path) {
    return told.computeIfAbsent(key + " " + path, it -> new Told());
  }

  /** Compares what each key has left with what it knows. */
  private void judge(Server server, List<String> violations) throws IOException {
    for (String key : keys) {
      for (String path : PATHS) {
        Told known = told(key, path);
        Http answer = Http.get(server.url(path), key);
        assertThat(answer.status()).isEqualTo(200);
        long left = Long.parseLong(String.valueOf(answer.field("X-RateLimit-Remaining")));
        long sent = known.sent.incrementAndGet();
        if (left >= known.least.get()) {
          violations.add(
              "%s: left=%d is more than was told: least=%d"
                  .formatted(path, left, known.least.get()));
        } else if (left < LIMIT - sent) {
          violations.add(
              "%s: left=%d is less than by what was sent: %d".formatted(path, left, sent));
        }
        known.least.accumulateAndGet(left, Math::min);
      }
    }
  }

  /** Calls from several connections, and kills the server at some moment. */
  private void underLoad(Server server) throws Exception {
    AtomicLong answers = new AtomicLong();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      SplittableRandom own = random.split();
      Thread client = new Thread(() -> call(server.port(), own, answers), "client-" + i);
      client.start();
      clients.add(client);
    }
    long enough = 200L + random.nextInt(ANSWERS_MAX);
    Await.until(() -> answers.get() >= enough);
    server.kill();
    for (Thread client : clients) {
      client.join();
    }
  }

  private void call(int port, SplittableRandom own, AtomicLong answers) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(SOCKET_MILLIS);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      while (true) {
        String key = keys.get(own.nextInt(KEYS));
        String path = PATHS.get(own.nextInt(PATHS.size()));
        Told known = told(key, path);
        known.sent.incrementAndGet();
        String head = "GET %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n\r\n";
        socket
            .getOutputStream()
            .write(head.formatted(path, key).getBytes(StandardCharsets.US_ASCII));
        long left = left(in);
        known.least.accumulateAndGet(left, Math::min);
        answers.incrementAndGet();
      }
    } catch (IOException e) {
      // It was killed.
    }
  }

  /** Reads one response; what it says is left. */
  private static long left(BufferedReader in) throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    long length = Long.parseLong(fields.getOrDefault("content-length", "0"));
    for (long i = 0; i < length; i++) {
      if (in.read() < 0) {
        throw new IOException("cut");
      }
    }
    return Long.parseLong(fields.getOrDefault("x-ratelimit-remaining", "-1"));
  }

  private static String line(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("cut");
    }
    return line;
  }
}
