package io.tallygate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.tallygate.client.StubApi.Answer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CachedClientIT {

  private final FakeTime time = FakeTime.standing();
  private final AtomicReference<String> asked = new AtomicReference<>("");

  @BeforeEach
  void setClock() {
    time.setWall(Instant.now().getEpochSecond()); // the stub's Date is of the real clock
  }

  private CachedClient client(HttpClient inner) {
    return CachedClient.of(inner, CacheConfig.DEFAULT.withTicker(time));
  }

  private CachedClient client() {
    return client(HttpClient.newHttpClient());
  }

  private static String get(HttpClient client, StubApi api, String path) throws Exception {
    return client.send(api.get(path), BodyHandlers.ofString()).body();
  }

  private static Answer numbered(int number, String... fields) {
    return new Answer(200, List.of(fields), "answer " + number);
  }

  private Answer validated(HttpExchange exchange, int number) {
    String etag = exchange.getRequestHeaders().getFirst("If-None-Match");
    asked.set(String.valueOf(etag));
    return etag == null
        ? numbered(number, "ETag: \"v1\"", "Cache-Control: max-age=60")
        : new Answer(304, List.of("Cache-Control: max-age=90"), "");
  }

  @Test
  void answer_whileFresh_isGivenOutWithItsAge() throws Exception {
    try (StubApi api =
        new StubApi((number, exchange) -> numbered(number, "Cache-Control: max-age=60"))) {
      CachedClient client = client();
      assertThat(get(client, api, "/a")).isEqualTo("answer 1");
      time.advance(Duration.ofSeconds(50));
      HttpResponse<String> second = client.send(api.get("/a"), BodyHandlers.ofString());
      assertThat(second.body()).isEqualTo("answer 1");
      assertThat(Long.parseLong(second.headers().firstValue("Age").orElseThrow()))
          .isBetween(50L, 52L);
      time.advance(Duration.ofSeconds(11));
      assertThat(get(client, api, "/a")).isEqualTo("answer 2");
    }
  }

  @Test
  void answer_thatSaysNothing_isFreshByTheRuleOnly() throws Exception {
    try (StubApi api = new StubApi((number, exchange) -> numbered(number))) {
      CacheConfig config =
          CacheConfig.DEFAULT
              .withTicker(time)
              .withTimeToLive("/v1/resources/", Duration.ofHours(4));
      CachedClient client = CachedClient.of(HttpClient.newHttpClient(), config);
      get(client, api, "/v1/resources/voices");
      assertThat(get(client, api, "/v1/resources/voices")).isEqualTo("answer 1");
      assertThat(get(client, api, "/v1/files")).isEqualTo("answer 2");
      assertThat(get(client, api, "/v1/files")).isEqualTo("answer 3");
      time.advance(Duration.ofHours(5));
      assertThat(get(client, api, "/v1/resources/voices")).isEqualTo("answer 4");
    }
  }

  @Test
  void answer_thatIsStale_isValidatedAndFreshAgain() throws Exception {
    try (StubApi api = new StubApi((number, exchange) -> validated(exchange, number))) {
      CachedClient client = client();
      get(client, api, "/a");
      time.advance(Duration.ofSeconds(61));
      HttpResponse<String> second = client.send(api.get("/a"), BodyHandlers.ofString());
      assertThat(second.statusCode()).isEqualTo(200);
      assertThat(second.body()).isEqualTo("answer 1");
      assertThat(asked.get()).isEqualTo("\"v1\"");
      assertThat(second.headers().firstValue("Cache-Control")).hasValue("max-age=90");
      time.advance(Duration.ofSeconds(20)); // 81 s after the stub's Date; the newer fields say 90
      assertThat(get(client, api, "/a")).isEqualTo("answer 1");
      assertThat(api.requests()).hasSize(2);
    }
  }

  @Test
  void credentials_thatDiffer_areKeptApart() throws Exception {
    try (StubApi api =
        new StubApi((number, exchange) -> numbered(number, "Cache-Control: max-age=60"))) {
      CachedClient client = client();
      for (String key : List.of("red", "blue", "red")) {
        HttpRequest request =
            HttpRequest.newBuilder(api.uri("/a")).header("Authorization", key).build();
        client.send(request, BodyHandlers.ofString());
      }
      assertThat(api.requests()).hasSize(2);
    }
  }

  @Test
  void fieldsThatVary_chooseTheAnswer() throws Exception {
    try (StubApi api =
        new StubApi(
            (number, ex) -> numbered(number, "Cache-Control: max-age=60", "Vary: Accept, X"))) {
      CachedClient client = client();
      for (String type : List.of("text/a", "text/a", "text/b")) {
        HttpRequest request = HttpRequest.newBuilder(api.uri("/a")).header("Accept", type).build();
        client.send(request, BodyHandlers.ofString());
      }
      assertThat(api.requests()).hasSize(2);
    }
  }

  @Test
  void requestsForOneThing_thatComeTogether_areOneRequest() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (StubApi api =
        new StubApi(
            (number, exchange) -> {
              try {
                go.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return numbered(number, "Cache-Control: max-age=60");
            })) {
      CachedClient client = client();
      List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(client.sendAsync(api.get("/a"), BodyHandlers.ofString()));
      }
      go.countDown();
      for (CompletableFuture<HttpResponse<String>> call : calls) {
        assertThat(call.get().body()).isEqualTo("answer 1");
      }
      assertThat(api.requests()).hasSize(1);
    }
  }

  @Test
  void postThatSucceeds_makesTheStoredAnswerUntrue() throws Exception {
    try (StubApi api =
        new StubApi((number, exchange) -> numbered(number, "Cache-Control: max-age=60"))) {
      CachedClient client = client();
      get(client, api, "/a");
      client.send(api.post("/a"), BodyHandlers.ofString());
      assertThat(get(client, api, "/a")).isEqualTo("answer 3");
    }
  }

  @Test
  void answer_whileLimited_isGivenOutStaleUnlessForbidden() throws Exception {
    AtomicInteger status = new AtomicInteger(200);
    try (StubApi api =
        new StubApi(
            (number, exchange) ->
                status.get() == 429
                    ? Answer.of(429, "Retry-After: 3600")
                    : numbered(
                        number,
                        exchange.getRequestURI().getPath().equals("/strict")
                            ? "Cache-Control: max-age=1, must-revalidate"
                            : "Cache-Control: max-age=1"))) {
      ClientConfig config = ClientConfig.DEFAULT.withSurroundings(time.with(1));
      CachedClient client = client(LimitedClient.of(HttpClient.newHttpClient(), config));
      get(client, api, "/a");
      get(client, api, "/strict");
      status.set(429);
      time.advance(Duration.ofMinutes(1));
      assertThat(get(client, api, "/a")).isEqualTo("answer 1");
      assertThat(get(client, api, "/a")).isEqualTo("answer 1");
      assertThatThrownBy(() -> get(client, api, "/strict")).isInstanceOf(RateLimited.class);
      assertThat(api.requests()).hasSize(4);
    }
  }

  @Test
  void body_longerThanMost_passesAndIsNotKept() throws Exception {
    try (StubApi api =
        new StubApi((number, exchange) -> numbered(number, "Cache-Control: max-age=60"))) {
      CacheConfig config = CacheConfig.DEFAULT.withTicker(time);
      CachedClient fits = CachedClient.of(HttpClient.newHttpClient(), config.withBodyMax(8));
      assertThat(get(fits, api, "/a")).isEqualTo("answer 1");
      assertThat(fits.size()).isEqualTo(1);
      CachedClient tooLong = CachedClient.of(HttpClient.newHttpClient(), config.withBodyMax(7));
      assertThat(get(tooLong, api, "/a")).isEqualTo("answer 2");
      assertThat(tooLong.size()).isZero();
    }
  }
}
