package io.tallygate.gateway.admin;

import static io.tallygate.gateway.admin.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.Role;
import io.tallygate.testing.RawClient.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A request with an idempotency key is done once, whatever happens on the way. */
@Timeout(60)
final class AdminRetryIT {

  private static final String CREATE = json("{'name':'acme'}");

  @TempDir Path folder;
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture(folder.resolve("data"));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private ApiRequest create(String name) {
    return ApiRequest.of("POST", "/v1/keys", CREATE)
        .withToken(api.token(Role.OPERATE))
        .with(Retries.FIELD, name);
  }

  private Response call(ApiRequest request) {
    return api.client().call(request);
  }

  private static void assertSame(Response again, Response first) {
    assertThat(again.status()).isEqualTo(first.status());
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.field("ETag")).isEqualTo(first.field("ETag"));
    assertThat(again.field("Location")).isEqualTo(first.field("Location"));
  }

  private static String code(Response response) {
    return Shapes.MAPPER.readTree(response.body()).get("code").stringValue();
  }

  @Test
  void sameRequest_again_isAnsweredTheSameWithItsSecretAndDoneOnce() {
    Response first = call(create("a"));
    String before = api.dump();

    Response again = call(create("a"));

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.body()).contains("\"secret\":\"vg_key_");
    assertSame(again, first);
    assertThat(api.count("api_key")).isEqualTo(1);
    assertThat(api.dump()).isEqualTo(before);
    String secret = Shapes.MAPPER.readTree(first.body()).get("secret").stringValue();
    assertThat(before).doesNotContain(secret);
    assertThat(call(create("b")).body()).isNotEqualTo(first.body());
  }

  @Test
  void sameRequest_afterARestart_isAnsweredTheSame() {
    Response first = call(create("a"));

    api.restart();

    assertSame(call(create("a")), first);
    assertThat(api.count("api_key")).isEqualTo(1);
  }

  @Test
  void sameRequest_afterADay_isDoneAnew() {
    Response first = call(create("a"));
    api.ticker.skip(Duration.ofHours(24));
    assertSame(call(create("a")), first);

    api.ticker.skip(Duration.ofSeconds(1));

    assertThat(call(create("a")).body()).isNotEqualTo(first.body());
    assertThat(api.count("api_key")).isEqualTo(2);
  }

  @Test
  void otherRequest_sameName_isRefused() {
    String plan = api.all.plans().create("pro", List.of(Calls.rule(7))).name();
    call(create("a"));
    String before = api.dump();

    Response body = call(create("a").withBody(json("{'name':'acme','plan':'%s'}", plan)));
    Response path = call(create("a").withPath("/v1/keys/import"));

    for (Response response : List.of(body, path)) {
      assertThat(response.status()).isEqualTo(422);
      assertThat(code(response)).isEqualTo("retry_differs");
      assertThat(response.body()).contains("\"field\":\"Idempotency-Key\"");
    }
    assertThat(api.dump()).isEqualTo(before);
  }

  @Test
  void sameName_ofAnotherToken_isAnotherRequest() {
    Response first = call(create("a"));

    Response other = call(create("a").withToken(api.token(Role.ADMIN)));

    assertThat(other.status()).isEqualTo(201);
    assertThat(other.body()).isNotEqualTo(first.body());
  }

  @Test
  void badName_isRefusedAndNothingIsDone() {
    for (String name : List.of("x".repeat(256), "two words", "\u00e9")) {
      Response response = call(create(name));
      assertThat(response.status()).as(name).isEqualTo(400);
      assertThat(response.body()).contains("\"field\":\"Idempotency-Key\"");
    }
    assertThat(call(create("x".repeat(255))).status()).isEqualTo(201);
    assertThat(api.count("api_key")).isEqualTo(1);
  }

  @Test
  void refusedRequest_corrected_isDone() {
    assertThat(call(create("a").withBody("{}")).status()).isEqualTo(400);
    assertThat(api.count("idempotency")).isZero();

    assertThat(call(create("a")).status()).isEqualTo(201);
  }

  @Test
  void failedRequest_again_isDone() {
    api.execute(
        "CREATE TRIGGER broken BEFORE INSERT ON api_key"
            + " BEGIN SELECT RAISE(ABORT, 'broken'); END");
    Response failed = call(create("a"));
    assertThat(failed.status()).isEqualTo(503);
    assertThat(api.count("idempotency")).isZero();
    api.execute("DROP TRIGGER broken");

    assertThat(call(create("a")).status()).isEqualTo(201);
    assertThat(api.count("api_key")).isEqualTo(1);
  }

  @Test
  void changeWhoseAnswerCannotBeKept_isNotMade() {
    api.execute(
        "CREATE TRIGGER broken BEFORE UPDATE ON idempotency"
            + " BEGIN SELECT RAISE(ABORT, 'broken'); END");
    assertThat(call(create("a")).status()).isEqualTo(503);
    api.execute("DROP TRIGGER broken");
    assertThat(api.count("api_key")).isZero();
    assertThat(api.count("audit")).as("the tokens").isEqualTo(Role.values().length);

    Response first = call(create("a"));

    assertThat(first.status()).isEqualTo(201);
    assertSame(call(create("a")), first);
    assertThat(api.count("api_key")).isEqualTo(1);
  }

  @Test
  void sameRequest_fromManySidesAtOnce_isDoneOnce() throws Exception {
    List<ApiClient> servers = List.of(api.client(), api.other());
    int callers = 8;
    CountDownLatch ready = new CountDownLatch(callers);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    List<Future<Response>> calls = new ArrayList<>();
    try {
      for (int i = 0; i < callers; i++) {
        ApiClient server = servers.get(i % servers.size());
        calls.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return server.call(create("a"));
                }));
      }
      Response first = calls.get(0).get();
      assertThat(first.status()).isEqualTo(201);
      for (Future<Response> call : calls) {
        assertSame(call.get(), first);
      }
    } finally {
      threads.shutdown();
    }
    assertThat(api.count("api_key")).isEqualTo(1);
  }

  @Test
  void keptAnswer_tamperedWith_isNotGiven() {
    call(create("a"));
    api.execute("UPDATE idempotency SET response = randomblob(length(response))");

    Response again = api.client().send(create("a"));

    assertThat(again.status()).isEqualTo(500);
    assertThat(code(again)).isEqualTo("failed");
    assertThat(api.count("api_key")).isEqualTo(1);
  }

  private ApiRequest drain() {
    String key = new Calls(api).key();
    return ApiRequest.of("POST", "/v1/keys/" + key + "/drain", json("{'group':'tools'}"))
        .withToken(api.token(Role.OPERATE))
        .with(Retries.FIELD, "d");
  }

  @Test
  void drain_repeatedWhileItRuns_isRefusedAndAfterwardsAnswered() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    api.onDrain(
        () -> {
          begun.countDown();
          awaited(end);
        });
    ApiRequest drain = drain();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Response> first = thread.submit(() -> call(drain));
      begun.await();

      Response meanwhile = call(drain);

      end.countDown();
      assertThat(meanwhile.status()).isEqualTo(409);
      assertThat(code(meanwhile)).isEqualTo("retry_in_progress");
      assertThat(first.get().status()).isEqualTo(200);
      assertSame(call(drain), first.get());
    } finally {
      end.countDown();
      thread.shutdown();
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void drain_thatNobodyAnswered_isDoneWhenRepeated() {
    CountDownLatch end = new CountDownLatch(1);
    api.onDrain(() -> awaited(end));
    ApiRequest drain = drain();
    api.ticker.step(Duration.ofSeconds(1));
    try {
      assertThat(call(drain).status()).isEqualTo(503);
    } finally {
      api.ticker.step(Duration.ZERO);
      end.countDown();
    }

    assertThat(api.count("idempotency")).isZero();
    assertThat(call(drain).status()).isEqualTo(200);
  }

  @Test
  void drain_whoseServerWasEnded_isForgottenAfterAMinute() {
    ApiRequest drain = drain();
    call(drain);
    api.execute("UPDATE idempotency SET response = NULL");
    api.ticker.skip(Duration.ofMinutes(1));
    assertThat(call(drain).status()).isEqualTo(409);

    api.ticker.skip(Duration.ofSeconds(1));

    assertThat(call(drain).status()).isEqualTo(200);
  }
}
