package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.GatewayConfig.Upstream;
import io.tallygate.gateway.key.DrainResult;
import io.tallygate.policy.PolicyFile;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A limit in flight: a call holds its place until it has ended, however it does. */
@Timeout(120)
final class InFlightIT {

  private static final int PLACES = 10;
  private static final long SEED = 20_261_124;
  private static final int CALLERS = 8;
  private static final int ENDS_OF_EACH = 125;
  private static final String MEBIBYTES = "67108864";

  private static final PolicyFile POLICY =
      PolicyFile.parse(
          "in-flight",
          """
          groups:
            things:
              limit: 10 in flight
              endpoints:
                - GET /things
                - POST /things
            bounded:
              limit:
                - 3/hour
                - name: bounded-at-once
                  limit: 2 in flight
              endpoints:
                - GET /bounded
          other: 100/hour
          """);

  /** What a client sends, and how it goes on; every one of them ends the call. */
  private enum End {
    OK("GET", "X-Want: 200"),
    NOT_FOUND("GET", "X-Want: 404"),
    NO_CONTENT("GET", "X-Want: 204"),
    HEAD("HEAD", "X-Want: 200"),
    SERVER_ERROR("POST", "X-Want: 503"),
    HUNG_UP("POST", "X-Want: hang-up"), //                502
    HALF("GET", "X-Want: half"), //                       the response is cut short
    SWITCHED("GET", "X-Want: 101"), //                    502: nobody asked for it
    GARBAGE("GET", "X-Want: garbage"), //                 502
    EARLY("POST", "X-Want: early", "Content-Length: 9"), // answered before its body has come
    LEFT("GET", "X-Want: hang"), //                       the client goes while nothing comes
    LEFT_WITHIN_BODY("POST", "X-Want: 200", "Content-Length: 9"),
    LEFT_WITHIN_RESPONSE("GET", "X-Want: bytes=" + MEBIBYTES),
    BAD_CHUNK("POST", "Transfer-Encoding: chunked");

    private final String method;
    private final String fields; // a line each

    End(String method, String... fields) {
      this.method = method;
      this.fields = String.join("\r\n", fields);
    }

    /** Sends the call, and has it end; the status if there was an answer, else 0. */
    int of(Fixture fixture, String key) throws IOException {
      List<String> all =
          List.of(("Authorization: Bearer " + key + "\r\n" + fields).split("\r\n", -1));
      try (RawClient client = fixture.client()) {
        client.send(RawClient.head(method, "/things", all));
        return switch (this) {
          case LEFT, LEFT_WITHIN_BODY -> 0;
          case LEFT_WITHIN_RESPONSE -> client.in().read() < 0 ? -1 : 0;
          case BAD_CHUNK -> {
            client.send("xyz\r\n");
            yield client.read(method).status();
          }
          default -> client.read(method).status();
        };
      } catch (EOFException | SocketException e) {
        return 0;
      }
    }
  }

  private static RawClient hanging(Fixture fixture, String key, String path) throws IOException {
    RawClient client = fixture.client();
    client.send(
        RawClient.head("GET", path, List.of("Authorization: Bearer " + key, "X-Want: hang")));
    return client;
  }

  private static List<RawClient> hanging(Fixture fixture, String key, int count)
      throws IOException {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(hanging(fixture, key, "/things"));
    }
    Awaited.until(() -> fixture.upstream.calls() == count);
    return clients;
  }

  /** Places that are free while a call of its own takes one. */
  private static long free(Fixture fixture, String key) throws IOException {
    Response response = fixture.call(key, "GET", "/things");
    return response.status() == 200 ? response.remaining() : -1;
  }

  @Test
  void eleventhCall_whileTenAreUnderWay_is429_andPassesWhenOneHasEnded() throws IOException {
    try (Fixture fixture = new Fixture(POLICY, GatewayConfig.DEFAULT)) {
      String key = fixture.keys.add("k1");
      String other = fixture.keys.add("k2");
      List<RawClient> busy = hanging(fixture, key, PLACES);
      long nowSecond = System.currentTimeMillis() / 1_000;

      Response refused = fixture.call(key, "GET", "/things");

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.limit()).isEqualTo(PLACES);
      assertThat(refused.remaining()).isZero();
      assertThat(refused.reset()).isBetween(nowSecond + 1, nowSecond + 3);
      assertThat(refused.field("Retry-After")).isEqualTo("1");
      assertThat(refused.field("RateLimit-Policy"))
          .startsWith("\"things\";q=10;qu=\"concurrent-requests\";pk=:");
      assertThat(refused.field("RateLimit")).startsWith("\"things\";r=0;t=1;pk=:");
      assertThat(free(fixture, other)).isEqualTo(PLACES - 1);
      assertThat(fixture.call(key, "GET", "/else").status()).isEqualTo(200);

      busy.get(3).close();
      Awaited.until(() -> free(fixture, key) == 0); // nine hang, and its own is the tenth
      for (RawClient client : busy) {
        client.close();
      }
      Awaited.until(() -> free(fixture, key) == PLACES - 1);
    }
  }

  /** One call hangs all the time, so that a place that came back twice would be seen. */
  @ParameterizedTest
  @EnumSource(End.class)
  void end_ofEachKind_givesBackOnePlace(End end) throws IOException {
    try (Fixture fixture = new Fixture(POLICY, GatewayConfig.DEFAULT)) {
      String key = fixture.keys.add("k1");
      List<RawClient> busy = hanging(fixture, key, 1);
      for (int i = 0; i < 3 * PLACES; i++) {
        assertThat(end.of(fixture, key)).isNotEqualTo(429);
        Awaited.until(() -> free(fixture, key) == PLACES - 2);
      }

      // The last one may have been read only now, where its client did not wait for anything.
      Awaited.until(() -> free(fixture, key) == PLACES - 2);
      busy.get(0).close();
      Awaited.until(() -> free(fixture, key) == PLACES - 1);
    }
  }

  @Test
  void place_isFree_asSoonAsTheResponseIsRead() throws IOException {
    PolicyFile one = PolicyFile.parse("one", "other: 1 in flight");
    try (Fixture fixture = new Fixture(one, GatewayConfig.DEFAULT)) {
      String key = fixture.keys.add("k1");
      for (int i = 0; i < 500; i++) { // each on a connection of its own, and so on any event loop
        assertThat(fixture.call(key, "GET", "/x").status()).isEqualTo(200);
        assertThat(fixture.call(key, "GET", "/x", "X-Want: hang-up").status()).isEqualTo(502);
      }
    }
  }

  @Test
  void pipelinedCalls_takeOnePlaceAfterTheOther() throws IOException {
    PolicyFile one = PolicyFile.parse("one", "other: 1 in flight");
    try (Fixture fixture = new Fixture(one, GatewayConfig.DEFAULT);
        RawClient client = fixture.client()) {
      String field = "Authorization: Bearer " + fixture.keys.add("k1");
      client.send(RawClient.head("GET", "/x", List.of(field)).repeat(20));

      for (int i = 0; i < 20; i++) {
        assertThat(client.read("GET").status()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {504, 502, 503})
  void answerInTheUpstreamsPlace_givesBackThePlace(int status) throws IOException {
    URI closed;
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }
    Duration response = status == 504 ? Duration.ofMillis(200) : Duration.ofSeconds(30);
    Upstream upstream =
        new Upstream(closed, "", Duration.ofSeconds(1), response, status == 503 ? 1 : 100);
    try (Fixture fixture =
        status == 502
            ? new Fixture(POLICY, Fixture.with(upstream), closed)
            : new Fixture(POLICY, Fixture.with(upstream))) {
      String key = fixture.keys.add("k1");
      int busy = status == 503 ? 4 * Runtime.getRuntime().availableProcessors() : 0;
      List<RawClient> crowd = new ArrayList<>();
      for (int i = 0; i < busy; i++) { // take the only connection of each event loop
        crowd.add(hanging(fixture, fixture.keys.add("other" + i), "/things"));
      }
      int loops = Math.min(busy, Runtime.getRuntime().availableProcessors());
      Awaited.until(() -> fixture.upstream.calls() >= loops);
      int calls = status == 503 ? 3 : 2 * PLACES; // each of the 503s waits a second
      for (int i = 0; i < calls; i++) {
        Response answer = fixture.call(key, "GET", "/things", "X-Want: hang");
        assertThat(answer.status()).as("call %s", i).isEqualTo(status);
      }
      for (RawClient client : crowd) {
        client.close();
      }
      if (status != 502) {
        Awaited.until(() -> free(fixture, key) == PLACES - 1);
      }
    }
  }

  @Test
  void refusalByOneLimit_takesNothingOfTheOther() throws IOException {
    try (Fixture fixture = new Fixture(POLICY, GatewayConfig.DEFAULT)) {
      String key = fixture.keys.add("k1");
      RawClient one = hanging(fixture, key, "/bounded");
      RawClient two = hanging(fixture, key, "/bounded");
      Awaited.until(() -> fixture.upstream.calls() == 2);

      Response full = fixture.call(key, "GET", "/bounded");
      assertThat(full.status()).isEqualTo(429);
      assertThat(full.limit()).isEqualTo(2);
      assertThat(full.field("RateLimit"))
          .contains("\"bounded\";r=1;", "\"bounded-at-once\";r=0;t=1");

      one.close();
      two.close();
      Awaited.until(() -> fixture.metric("tallygate_calls_in_flight") == 0);
      assertThat(fixture.call(key, "GET", "/bounded").status()).isEqualTo(200);
      for (int i = 0; i < 5; i++) {
        Response spent = fixture.call(key, "GET", "/bounded");
        assertThat(spent.status()).isEqualTo(429);
        assertThat(spent.limit()).isEqualTo(3);
        assertThat(spent.field("RateLimit")).contains("\"bounded-at-once\";r=2;");
      }
    }
  }

  @Test
  void policySwap_whileCallsAreUnderWay_keepsTheirPlacesUntilTheyEnd() throws IOException {
    try (Fixture fixture = new Fixture(POLICY, GatewayConfig.DEFAULT)) {
      String key = fixture.keys.add("k1");
      List<RawClient> busy = hanging(fixture, key, 4);
      fixture.gateway.policy(
          PolicyFile.parse("p", POLICY.toYaml().replace("10 in flight", "6 in flight")));

      assertThat(free(fixture, key)).isEqualTo(1);
      for (RawClient client : busy) {
        client.close();
      }
      Awaited.until(() -> free(fixture, key) == 5);
    }
  }

  @Test
  void thousandRandomEnds_fromManyCallersAtOnce_leaveNoPlaceTaken() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try (Fixture fixture = new Fixture(POLICY, GatewayConfig.DEFAULT)) {
      String key = fixture.keys.add("k1");
      List<Future<Integer>> each = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        Random random = new Random(SEED + i);
        each.add(callers.submit(() -> randomEnds(fixture, key, random)));
      }
      int refused = 0;
      for (Future<Integer> caller : each) {
        refused += caller.get();
      }

      assertThat(refused).as("seed=%s", SEED).isLessThan(CALLERS * ENDS_OF_EACH / 2);
      Awaited.until(() -> free(fixture, key) == PLACES - 1);
      assertThat(free(fixture, key)).isEqualTo(PLACES - 1);
    } finally {
      callers.shutdownNow();
    }
  }

  /** How many of them found no place: those before may have ended a little later. */
  private static int randomEnds(Fixture fixture, String key, Random random) throws IOException {
    int refused = 0;
    for (int i = 0; i < ENDS_OF_EACH; i++) {
      End end = End.values()[random.nextInt(End.values().length)];
      refused += end.of(fixture, key) == 429 ? 1 : 0;
    }
    return refused;
  }

  @Test
  void drain_ofAGroupWithBoth_usesUpTheWindowAndTakesNoPlace() throws IOException {
    try (Fixture fixture = new Fixture(POLICY, GatewayConfig.DEFAULT)) {
      String key = fixture.keys.add("k1");

      assertThat(fixture.gateway.drain(fixture.keys.key(key), "bounded"))
          .isEqualTo(new DrainResult.Drained(3));
      assertThat(fixture.gateway.drain(fixture.keys.key(key), "things"))
          .isInstanceOf(DrainResult.Refused.class);
      Response spent = fixture.call(key, "GET", "/bounded");
      assertThat(spent.status()).isEqualTo(429);
      assertThat(spent.field("RateLimit")).contains("\"bounded\";r=0;", "\"bounded-at-once\";r=2;");
    }
  }
}
