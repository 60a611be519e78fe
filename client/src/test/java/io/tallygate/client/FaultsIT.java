package io.tallygate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tallygate.client.StubApi.Answer;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are wrong, gone, or lie: no busy loop, no endless wait. */
final class FaultsIT {

  private final FakeTime time = FakeTime.skipping();

  private LimitedClient client() {
    return LimitedClient.of(
        HttpClient.newHttpClient(), ClientConfig.DEFAULT.withSurroundings(time.with(1)));
  }

  private static LimitedClient inRealTime(DoubleSupplier dice) {
    Surroundings real =
        new Surroundings(Ticker.SYSTEM, Alarm.SYSTEM, dice, ForkJoinPool.commonPool());
    return LimitedClient.of(
        HttpClient.newHttpClient(), ClientConfig.DEFAULT.withSurroundings(real));
  }

  private Duration slept() {
    return time.slept().stream().reduce(Duration.ZERO, Duration::plus);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 0, 3600})
  void clock_wrongByAnHour_isMadeUpForByDate(long wrong) throws Exception {
    long now = Instant.now().getEpochSecond();
    time.setWall(now + wrong);
    try (StubApi api =
        new StubApi(
            (number, exchange) -> {
              long reset = Instant.now().getEpochSecond() + 30;
              return number == 1
                  ? Answer.of(429, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: " + reset)
                  : Answer.of(200);
            })) {
      HttpResponse<Void> response = client().send(api.get("/"), BodyHandlers.discarding());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(slept()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(34));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RateLimit: \"a\";r=",
        "RateLimit: ((((",
        "RateLimit: é",
        "RateLimit: \"a\";r=-1;t=-5",
        "RateLimit-Policy: ;;;",
        "X-RateLimit-Remaining: -1",
        "X-RateLimit-Remaining: NaN",
        "X-RateLimit-Reset: Infinity",
        "X-RateLimit-Reset: 99999999999999999999999999",
        "Retry-After: P1Y",
        "Retry-After: -99999999999999999999",
        "Date: never",
        "Age: old"
      })
  void fields_garbled_areAsIfTheyWereNotThere(String field) throws Exception {
    try (StubApi api =
        new StubApi((number, exchange) -> Answer.of(number == 2 ? 429 : 200, field))) {
      LimitedClient client = client();
      for (int i = 0; i < 3; i++) {
        HttpResponse<Void> response = client.send(api.get("/"), BodyHandlers.discarding());
        assertThat(response.statusCode()).isEqualTo(200);
      }
      assertThat(api.requests()).hasSize(4);
      assertThat(time.slept()).containsExactly(Duration.ofSeconds(1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"X-RateLimit-Reset: 1000000000", "X-RateLimit-Reset: 0", "Retry-After: 0"})
  void reset_inThePast_isNoReasonToHurry(String field) throws Exception {
    try (StubApi api =
        new StubApi((number, exchange) -> Answer.of(429, "X-RateLimit-Remaining: 0", field))) {
      assertThatThrownBy(() -> client().send(api.get("/"), BodyHandlers.discarding()))
          .isInstanceOf(RateLimited.class);
      assertThat(api.requests()).hasSizeLessThanOrEqualTo(6);
      assertThat(slept()).isLessThanOrEqualTo(Duration.ofSeconds(60));
    }
  }

  @Test
  void word_thatNeverComesTrue_isDoubtedMoreAndMore() throws Exception {
    try (StubApi api = new StubApi((number, exchange) -> Answer.of(429, "Retry-After: 1"))) {
      assertThatThrownBy(() -> client().send(api.get("/"), BodyHandlers.discarding()))
          .isInstanceOf(RateLimited.class);
      assertThat(api.requests()).hasSizeBetween(5, 8);
    }
  }

  @Test
  void proxy_thatCachesFieldsAndSaysSo_isNotBelieved() throws Exception {
    try (StubApi api =
        new StubApi((number, exchange) -> Answer.of(200, "RateLimit: \"a\";r=0;t=30", "Age: 7"))) {
      LimitedClient client = client();
      for (int i = 0; i < 5; i++) {
        client.send(api.get("/"), BodyHandlers.discarding());
      }
      assertThat(time.slept()).isEmpty();
    }
  }

  @Test
  void proxy_thatCachesFieldsAndDoesNot_costsTheToldWaitEachTimeAndNoMore() throws Exception {
    try (StubApi api =
        new StubApi((number, exchange) -> Answer.of(200, "RateLimit: \"a\";r=0;t=3"))) {
      LimitedClient client = client();
      for (int i = 0; i < 5; i++) {
        client.send(api.get("/"), BodyHandlers.discarding());
      }
      assertThat(api.requests()).hasSize(5);
      assertThat(slept()).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(14));
    }
  }

  @Test
  void stormOf503_onManyCalls_isAnsweredToAllWithBoundedRequests() throws Exception {
    try (StubApi api = new StubApi((number, exchange) -> Answer.of(503))) {
      LimitedClient client = client();
      List<CompletableFuture<HttpResponse<Void>>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(client.sendAsync(api.get("/"), BodyHandlers.discarding()));
      }
      for (CompletableFuture<HttpResponse<Void>> call : calls) {
        assertThat(call.get().statusCode()).isEqualTo(503);
      }
      assertThat(api.requests()).hasSizeLessThanOrEqualTo(20 * 11);
    }
  }

  @Test
  void bareRefusals_onManyCalls_areProbedByOneRequestAtATime() throws Exception {
    try (StubApi api = new StubApi((number, exchange) -> Answer.of(429))) {
      LimitedClient client = client();
      List<CompletableFuture<HttpResponse<Void>>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(client.sendAsync(api.get("/"), BodyHandlers.discarding()));
      }
      for (CompletableFuture<HttpResponse<Void>> call : calls) {
        assertThatThrownBy(call::get).hasCauseInstanceOf(RateLimited.class);
      }
      assertThat(api.requests()).hasSizeLessThan(20 + 12);
    }
  }

  @Test
  void server_thatRestarts_isFoundAgain() throws Exception {
    HttpServer first = server(0);
    int port = first.getAddress().getPort();
    first.stop(0);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
    CompletableFuture<HttpResponse<Void>> call =
        inRealTime(() -> 0.1).sendAsync(request, BodyHandlers.discarding());
    HttpServer second = server(port);
    try {
      assertThat(call.get().statusCode()).isEqualTo(204);
    } finally {
      second.stop(0);
    }
  }

  private static HttpServer server(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void bareRefusals_inRealTime_areWaitedForOneTwoFourSeconds() throws Exception {
    List<Long> came = new ArrayList<>();
    try (StubApi api =
        new StubApi(
            (number, exchange) -> {
              synchronized (came) {
                came.add(System.nanoTime());
              }
              return Answer.of(number < 4 ? 429 : 200);
            })) {
      inRealTime(() -> 1).send(api.get("/"), BodyHandlers.discarding());
    }
    for (int i = 0; i < 3; i++) {
      long millis = (came.get(i + 1) - came.get(i)) / 1_000_000;
      assertThat(millis).isBetween(1_000L << i, (1_000L << i) + 900);
    }
  }

  /** Twenty lanes make three calls each, and each call may wait two seconds. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          429 | X-Nothing: 0
          429 | Retry-After: 0
          429 | Retry-After: 1
          429 | RateLimit: "a";r=0;t=1
          429 | X-RateLimit-Reset: 1000000000
          429 | RateLimit: ((((
          503 | X-Nothing: 0
          503 | Retry-After: 0
          200 | RateLimit: "a";r=0;t=1
          """)
  @Execution(ExecutionMode.CONCURRENT) // they wait
  void faults_inRealTime_causeNoBusyLoopAndNoEndlessWait(int status, String field)
      throws Exception {
    Map<Long, Integer> perSecond = new ConcurrentHashMap<>();
    try (StubApi api =
        new StubApi(
            (number, exchange) -> {
              perSecond.merge(System.nanoTime() / 1_000_000_000, 1, Integer::sum);
              return Answer.of(status, field);
            })) {
      HttpClient client =
          LimitedClient.of(
              HttpClient.newHttpClient(), ClientConfig.DEFAULT.withMaxWait(Duration.ofSeconds(2)));
      List<CompletableFuture<Void>> lanes = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        lanes.add(calls(client, api.get("/"), 3));
      }
      for (CompletableFuture<Void> lane : lanes) {
        lane.get(20, TimeUnit.SECONDS);
      }
    }
    assertThat(perSecond.values()).allMatch(requests -> requests <= 20 * 10);
  }

  /** Calls one after the other, however each ends. */
  private static CompletableFuture<Void> calls(HttpClient client, HttpRequest request, int left) {
    return left == 0
        ? CompletableFuture.completedFuture(null)
        : client
            .sendAsync(request, BodyHandlers.discarding())
            .handle((response, failure) -> response)
            .thenComposeAsync(ignored -> calls(client, request, left - 1));
  }
}
