package io.tallygate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tallygate.client.StubApi.Answer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitedClientIT {

  private final FakeTime time = FakeTime.skipping();
  private final List<ClientEvent> events = new ArrayList<>();

  private LimitedClient client(ClientConfig config) {
    return LimitedClient.of(HttpClient.newHttpClient(), config);
  }

  private ClientConfig config() {
    return ClientConfig.DEFAULT.withSurroundings(time.with(1)).withListener(events::add);
  }

  private static List<Duration> seconds(long... seconds) {
    List<Duration> list = new ArrayList<>();
    for (long second : seconds) {
      list.add(Duration.ofSeconds(second));
    }
    return list;
  }

  @Test
  void bareRefusals_inARow_areWaitedForOneTwoFourSeconds() throws Exception {
    try (StubApi api = new StubApi((number, exchange) -> Answer.of(number < 4 ? 429 : 200))) {
      HttpResponse<String> response =
          client(config()).send(api.post("/v1/tools/a"), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("body of 200");
      assertThat(time.slept()).isEqualTo(seconds(1, 2, 4));
      assertThat(api.requests()).hasSize(4);
    }
  }

  @Test
  void bareRefusals_withoutEnd_failAfterTheMostWait() throws Exception {
    try (StubApi api = new StubApi((number, exchange) -> Answer.of(429))) {
      RateLimited failure =
          catchThrowableOfType(
              RateLimited.class,
              () -> client(config()).send(api.get("/"), BodyHandlers.discarding()));
      assertThat(time.slept()).isEqualTo(seconds(1, 2, 4, 8, 16));
      assertThat(api.requests()).hasSize(6);
      assertThat(failure.schedule())
          .startsWith("status 429", "waited PT1S", "status 429", "waited PT2S")
          .endsWith("waited PT16S", "status 429");
      assertThat(failure)
          .hasMessageContaining("limit of GET / is spent")
          .hasMessageContaining("PT1M");
    }
  }

  @Test
  void serversWord_withinTheMostWait_isObeyed() throws Exception {
    try (StubApi api =
        new StubApi(
            (number, exchange) ->
                number == 1 ? Answer.of(429, "Retry-After: 50") : Answer.of(200))) {
      client(config()).send(api.get("/"), BodyHandlers.discarding());
      assertThat(time.slept()).isEqualTo(seconds(55)); // spread over a tenth of the wait
    }
  }

  @Test
  void serversWord_ofAllTheWait_isObeyedWithoutSpread() throws Exception {
    try (StubApi api =
        new StubApi(
            (number, exchange) ->
                number == 1 ? Answer.of(429, "Retry-After: 60") : Answer.of(200))) {
      client(config()).send(api.get("/"), BodyHandlers.discarding());
      assertThat(time.slept()).isEqualTo(seconds(60));
    }
  }

  @Test
  void serversWord_tooLate_failsAtOnceForAllUntilThen() throws Exception {
    try (StubApi api =
        new StubApi(
            (number, exchange) ->
                number == 1 ? Answer.of(429, "Retry-After: 3600") : Answer.of(200))) {
      LimitedClient client = client(config());
      for (int i = 0; i < 3; i++) {
        RateLimited failure =
            catchThrowableOfType(
                RateLimited.class, () -> client.send(api.get("/"), BodyHandlers.discarding()));
        assertThat(failure.resetAt())
            .hasValue(Instant.ofEpochSecond(FakeTime.START_SECOND + 3600).plusSeconds(0));
      }
      assertThat(time.slept()).isEmpty();
      assertThat(api.requests()).hasSize(1);

      time.advance(Duration.ofSeconds(3600 - 61));
      assertThatThrownBy(() -> client.send(api.get("/"), BodyHandlers.discarding()))
          .isInstanceOf(RateLimited.class);
      assertThat(api.requests()).hasSize(1);
      time.advance(Duration.ofSeconds(30));
      client.send(api.get("/"), BodyHandlers.discarding());
      assertThat(api.requests()).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | 503 | 200 | 2
          POST | 503 | 503 | 1
          GET  | 408 | 200 | 2
          POST | 429 | 200 | 2
          GET  | 404 | 404 | 1
          """)
  void failure_ofStatus_isRepeatedIfSafe(String method, int first, int last, int requests)
      throws Exception {
    try (StubApi api = new StubApi((number, ex) -> Answer.of(number == 1 ? first : 200))) {
      HttpRequest request = method.equals("GET") ? api.get("/") : api.post("/");
      HttpResponse<String> response = client(config()).send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(last);
      assertThat(response.body()).isEqualTo("body of " + last);
      assertThat(api.requests()).hasSize(requests);
    }
  }

  @Test
  void stormOf503_withoutEnd_givesTheLastAnswerWithinTheMostWait() throws Exception {
    try (StubApi api = new StubApi((number, exchange) -> Answer.of(503))) {
      HttpResponse<String> response = client(config()).send(api.get("/"), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).isEqualTo("body of 503");
      assertThat(time.slept()).isEqualTo(seconds(1, 2, 4, 8, 16));
    }
  }

  @Test
  void stormOf503_thatAsksForLongWait_isAnsweredAtOnce() throws Exception {
    try (StubApi api = new StubApi((number, exchange) -> Answer.of(503, "Retry-After: 3600"))) {
      HttpResponse<String> response = client(config()).send(api.get("/"), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(time.slept()).isEmpty();
    }
  }

  @Test
  void dice_thatAlwaysFallLow_makeNoBusyLoop() throws Exception {
    try (StubApi api = new StubApi((number, exchange) -> Answer.of(503))) {
      client(config().withSurroundings(time.with(0))).send(api.get("/"), BodyHandlers.ofString());
      assertThat(api.requests()).hasSize(11);
    }
  }

  @Test
  void server_thatIsGone_isTriedAgainAndThenFails() throws Exception {
    StubApi api = new StubApi((number, exchange) -> Answer.of(200));
    HttpRequest request = api.get("/");
    api.close();
    IOException failure =
        catchThrowableOfType(
            IOException.class, () -> client(config()).send(request, BodyHandlers.discarding()));
    assertThat(failure).isInstanceOf(java.net.ConnectException.class);
    assertThat(time.slept()).isEqualTo(seconds(1, 2, 4, 8, 16));
    assertThat(failure.getSuppressed()[0]).hasMessageContaining("waited PT16S");
  }

  @Test
  void connection_thatIsLost_isMadeUpForIfTheMethodAllows() throws Exception {
    try (StubApi api =
        new StubApi(
            (number, exchange) -> {
              if (number <= 4) {
                exchange.close(); // before any answer
              }
              return Answer.of(200);
            })) {
      LimitedClient client = client(config());
      assertThatThrownBy(() -> client.send(api.post("/"), BodyHandlers.discarding()))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(RateLimited.class);
      assertThat(api.requests()).hasSize(1);
      assertThat(time.slept()).isEmpty();

      assertThat(client.send(api.get("/"), BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      assertThat(api.requests()).hasSizeGreaterThanOrEqualTo(5); // the JDK repeats GETs as well
      assertThat(time.slept()).isNotEmpty();
    }
  }

  @Test
  void request_thatWasLost_isNoLongerUnderWay() throws Exception {
    try (StubApi api =
        new StubApi(
            (number, exchange) -> {
              if (number == 2) {
                exchange.close();
              }
              int left = Math.max(2 - number, 0);
              return Answer.of(
                  200,
                  "X-RateLimit-Limit: 2",
                  "X-RateLimit-Remaining: " + left,
                  "X-RateLimit-Reset: 3600");
            })) {
      LimitedClient client = client(config());
      client.send(api.post("/"), BodyHandlers.discarding());
      assertThatThrownBy(() -> client.send(api.post("/"), BodyHandlers.discarding()))
          .isInstanceOf(IOException.class);
      assertThat(client.limits().get(0).remaining()).hasValue(1);
      assertThat(client.send(api.post("/"), BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusedBody_neverReachesTheHandler(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("body");
    try (StubApi api =
        new StubApi(
            (number, exchange) ->
                number == 1
                    ? new Answer(429, List.of(), "a long text that tells of the refusal")
                    : new Answer(200, List.of(), "short"))) {
      client(config()).send(api.get("/"), BodyHandlers.ofFile(file));
      assertThat(Files.readString(file)).isEqualTo("short");
    }
  }

  @Test
  void noRepeats_ofAnyKind_giveTheRefusalToTheProgram() throws Exception {
    try (StubApi api = new StubApi((number, exchange) -> Answer.of(429))) {
      HttpResponse<String> response =
          client(config().withRepeats(Repeats.NONE)).send(api.get("/"), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(429);
      assertThat(response.body()).isEqualTo("body of 429");
    }
  }

  @Test
  void listener_thatThrows_disturbsNothing() throws Exception {
    try (StubApi api = new StubApi((number, exchange) -> Answer.of(200))) {
      LimitedClient client =
          client(
              config()
                  .withListener(
                      event -> {
                        throw new IllegalStateException("listener");
                      }));
      assertThat(client.send(api.get("/"), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void listener_ofRefusedCall_isToldEachStep() throws Exception {
    try (StubApi api = new StubApi((number, ex) -> Answer.of(number == 1 ? 429 : 200))) {
      client(config()).send(api.get("/v1/files/f_1"), BodyHandlers.ofString());
      String group = "GET /v1/files/{}";
      // A wait on a clock that skips may be over before it can be told; others stand still.
      assertThat(events)
          .filteredOn(event -> !(event instanceof ClientEvent.Waiting))
          .containsExactly(
              new ClientEvent.Sent(group, Duration.ZERO),
              new ClientEvent.Answered(group, 429),
              new ClientEvent.Repeating(group, "status 429", Duration.ZERO),
              new ClientEvent.Sent(group, Duration.ofSeconds(1)),
              new ClientEvent.Answered(group, 200));
    }
  }

  @Test
  void interrupt_whileItWaits_endsTheCall() throws Exception {
    try (StubApi api = new StubApi((number, exchange) -> Answer.of(429))) {
      FakeTime standing = FakeTime.standing();
      CountDownLatch waiting = new CountDownLatch(1);
      LimitedClient client =
          client(
              config()
                  .withSurroundings(standing.with(1))
                  .withListener(
                      event -> {
                        if (event instanceof ClientEvent.Waiting) {
                          waiting.countDown();
                        }
                      }));
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  client.send(api.get("/"), BodyHandlers.discarding());
                } catch (IOException | InterruptedException e) {
                  thrown.set(e);
                }
              });
      thread.start();
      waiting.await();
      thread.interrupt();
      thread.join();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      standing.advance(Duration.ofHours(1));
      assertThat(api.requests()).hasSize(1);
    }
  }

  @Test
  void cancel_whileItWaits_endsTheCallAndLetsTheNextUp() throws Exception {
    try (StubApi api = new StubApi((number, exchange) -> Answer.of(number == 1 ? 429 : 200))) {
      FakeTime standing = FakeTime.standing();
      LimitedClient client = client(config().withSurroundings(standing.with(1)));
      CompletableFuture<HttpResponse<Void>> first =
          client.sendAsync(api.get("/?first"), BodyHandlers.discarding());
      while (client.limits().isEmpty()) {
        Thread.onSpinWait();
      }
      CompletableFuture<HttpResponse<Void>> second =
          client.sendAsync(api.get("/?second"), BodyHandlers.discarding());
      first.cancel(true);
      standing.advance(Duration.ofSeconds(2));
      assertThat(second.get().statusCode()).isEqualTo(200);
      assertThat(first).isCancelled();
      assertThat(api.requests()).containsExactly("GET /?first", "GET /?second");
    }
  }
}
