package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.client.CacheConfig;
import io.tallygate.client.CachedClient;
import io.tallygate.client.ClientConfig;
import io.tallygate.client.LimitedClient;
import io.tallygate.client.Pace;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.videogen.ExecutedTool;
import io.tallygate.videogen.ToolCall.GenerateSoundEffect;
import io.tallygate.videogen.VideoGen;
import io.tallygate.videogen.VideoGenConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/**
 * Real clients against the sandbox behind the gateway, all at once, each with a key of its own, and
 * exactly what the command {@code coach} tells of each. An hour lasts 20 s.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
final class CoachIT {

  private static final String HOUR = "20s";
  private static final String WORK = "[delay 15s] [fail]";
  private static final int EXECUTIONS = 8;
  private static final int WORKERS = 16;
  private static final String VOICES = "/v1/resources/tts-voices";
  private static final String SEARCH = "/v1/files/search";

  @TempDir static Path folder;
  private static final Lifetime LIFETIME = new Lifetime();
  private static String admin = "";
  private static URI gateway = URI.create("http://127.0.0.1");
  private static Cli remote = new Cli(Map.of(), Path.of("."), Ticker.SYSTEM);
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    String screen =
        new Demo(
                cli().surroundings(),
                LIFETIME,
                note -> {},
                it -> it.withLimits(it.limits().withWorkers(WORKERS)))
            .start(
                Map.of(
                    Setting.PORT, "0",
                    Setting.ADMIN_PORT, "0",
                    Setting.HOUR, HOUR,
                    Setting.DATA, "data"));
    gateway = URI.create(Cli.word(screen, "gateway"));
    admin = Cli.word(screen, "admin");
    remote =
        new Cli(
            Map.of(
                "TALLYGATE_ADMIN_URL",
                admin,
                "TALLYGATE_ADMIN_TOKEN",
                Files.readString(folder.resolve("data/admin-token"))),
            folder,
            Ticker.SYSTEM);
  }

  @AfterAll
  static void stop() {
    LIFETIME.close();
  }

  private static Cli cli() {
    return new Cli(Map.of(), folder, Ticker.SYSTEM);
  }

  private record Key(String id, String secret) {

    /** A key that may search so often an hour. */
    static Key of(String name, int searches) throws Exception {
      String made = cli().run("key", "create", "--name", name, "--data", "data").out();
      Key key = new Key(Cli.word(made, "id"), Cli.word(made, "key"));
      String line =
          "limit set %s search %d/hour --reason coached --policy videogen --data data"
              .formatted(key.id(), searches);
      assertThat(cli().run(line.split(" ", -1)).err()).isEmpty();
      Await.until(() -> search(key, HttpClient.newHttpClient()).limit() == searches);
      return key;
    }
  }

  private record Answer(int status, long limit, long waitSeconds) {}

  private static HttpRequest searching(Key key) {
    return HttpRequest.newBuilder(gateway.resolve(SEARCH))
        .header("Authorization", "Bearer " + key.secret())
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString("{\"query\":\"a cat\"}"))
        .build();
  }

  private static Answer search(Key key, HttpClient client) throws Exception {
    var answer = client.send(searching(key), BodyHandlers.discarding());
    return new Answer(
        answer.statusCode(),
        answer.headers().firstValueAsLong("X-RateLimit-Limit").orElse(0),
        answer.headers().firstValueAsLong("Retry-After").orElse(0));
  }

  /** The practices that the command tells of, in its order. */
  private static List<String> told(Key key) {
    Cli.Run run = remote.run("coach", key.id(), "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    JsonNode review = Json.MAPPER.readTree(run.out());
    System.err.printf("coach of %s: %s%n", key.id(), review.toString());
    List<String> practices = new ArrayList<>();
    review.get("findings").forEach(one -> practices.add(one.get("practice").asString()));
    return practices;
  }

  /** The first of that name. */
  private static long figure(Key key, String name) {
    JsonNode review = Json.MAPPER.readTree(remote.run("coach", key.id(), "--json").out());
    for (JsonNode finding : review.get("findings")) {
      if (finding.get("figures").has(name)) {
        return finding.get("figures").get(name).asLong();
      }
    }
    throw new AssertionError("no such figure: " + review);
  }

  private static List<String> started(VideoGen api) throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < EXECUTIONS; i++) {
      ids.add(api.start(GenerateSoundEffect.of(WORK)));
    }
    return ids;
  }

  private static void inThreads(int threads, Callable<?> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(pool.submit(work));
      }
      for (Future<?> one : all) {
        one.get(2, TimeUnit.MINUTES);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static final class Span {
    private final long endNanos;

    Span(Duration length) {
      endNanos = Ticker.SYSTEM.monotonicNanos() + length.toNanos();
    }

    boolean isOver() {
      return Ticker.SYSTEM.monotonicNanos() - endNanos >= 0;
    }
  }

  private static void pause(Duration time) {
    Span span = new Span(time);
    while (!span.isOver()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Our client: it polls ever less often, and fetches the voices once. */
  @Test
  void ourClient_isToldNothing() throws Exception {
    Key key = Key.of("ours", 40);
    ClientConfig patient = ClientConfig.DEFAULT.withMaxWait(Duration.ofMinutes(2));
    try (VideoGen api =
        VideoGen.of(VideoGenConfig.of(key.secret()).withBase(gateway).withClient(patient))) {
      List<CompletableFuture<ExecutedTool>> ends = started(api).stream().map(api::await).toList();
      HttpClient cached =
          CachedClient.of(
              LimitedClient.of(http, patient),
              CacheConfig.DEFAULT.withTimeToLive("/v1/resources/", Duration.ofHours(4)));
      HttpRequest voices =
          HttpRequest.newBuilder(gateway.resolve(VOICES))
              .header("Authorization", "Bearer " + key.secret())
              .build();
      for (int i = 0; i < 100; i++) {
        assertThat(cached.send(voices, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        api.ttsVoices(VideoGen.DeprecatedVoices.LEFT_OUT);
      }
      HttpClient limited = LimitedClient.of(http, patient);
      Span span = new Span(Duration.ofSeconds(25));
      inThreads( // ten times as many as the limit lets
          4,
          () -> {
            while (!span.isOver()) {
              assertThat(search(key, limited).status()).isEqualTo(200);
            }
            return null;
          });
      CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(1, TimeUnit.MINUTES);
      assertThat(api.polls()).isGreaterThan(5 * EXECUTIONS);
    }

    assertThat(told(key)).isEmpty();
  }

  /** The same, evenly. */
  @Test
  void ourClient_paced_isToldNothing() throws Exception {
    Key key = Key.of("paced", 40);
    HttpClient even =
        LimitedClient.of(
            http, ClientConfig.DEFAULT.withPace(Pace.EVEN).withMaxWait(Duration.ofMinutes(2)));
    Span span = new Span(Duration.ofSeconds(25));
    inThreads(
        4,
        () -> {
          while (!span.isOver()) {
            assertThat(search(key, even).status()).isEqualTo(200);
          }
          return null;
        });

    assertThat(told(key)).isEmpty();
  }

  /** The vendor's client: each execution is asked for every 1.5 s. */
  @Test
  void vendorsPolling_isToldToUseAWebhook() throws Exception {
    Key key = Key.of("vendor", 40);
    try (VideoGen api = VideoGen.of(VideoGenConfig.of(key.secret()).withBase(gateway))) {
      new FixedPolling(gateway, key.secret()).awaitAll(started(api));
    }

    assertThat(told(key)).containsExactly("webhook");
  }

  /** The page's rule, 1 s, 2 s, 4 s, by threads that do not look at Retry-After. */
  @Test
  void pagesBackOff_isToldThatItIsEarly() throws Exception {
    Key key = Key.of("page", 20);
    Span span = new Span(Duration.ofSeconds(18));
    inThreads(
        24,
        () -> {
          HttpClient own =
              HttpClient.newHttpClient(); // of one pool, another's call would come first
          long waitSeconds = 1;
          while (!span.isOver()) {
            boolean refused = search(key, own).status() == 429;
            pause(refused ? Duration.ofSeconds(waitSeconds) : Duration.ofMillis(10));
            waitSeconds = refused ? waitSeconds * 2 : 1;
          }
          return null;
        });

    assertThat(told(key)).containsExactlyInAnyOrder("back-off", "spread");
    assertThat(figure(key, "medianMillis")).isGreaterThanOrEqualTo(990);
  }

  @Test
  void naiveLoop_isToldToBackOffAndToSpread() throws Exception {
    Key key = Key.of("naive", 40);
    for (int i = 0; i < 100; i++) {
      search(key, http);
    }

    assertThat(told(key)).containsExactlyInAnyOrder("back-off", "spread");
    assertThat(figure(key, "medianMillis")).isLessThan(990);
  }

  @Test
  void naiveReader_isToldToCache() throws Exception {
    Key key = Key.of("reader", 40);
    for (int i = 0; i < 30; i++) {
      assertThat(Http.get(gateway + VOICES, key.secret()).status()).isEqualTo(200);
    }

    assertThat(told(key)).containsExactly("cache");
    Cli.Run text = remote.run("coach", key.id());
    assertThat(text.out())
        .contains("- fetched /v1/resources/tts-voices 30 times, unchanged (1 % of 2,500 an hour)")
        .contains("cache it, and refresh it every few hours")
        .contains("see docs/guide/calling-a-limited-api.md#8-keep-what-changes-seldom");
  }

  @Test
  void steadyCaller_at99PercentOfItsLimit_isToldNothing() throws Exception {
    Key key = Key.of("steady", 400);
    long startNanos = Ticker.SYSTEM.monotonicNanos();
    for (int i = 0; i < 2 * 396; i++) {
      assertThat(search(key, http).status()).isEqualTo(200);
      long nextNanos = startNanos + (i + 1) * (20_000_000_000L / 396);
      pause(Duration.ofNanos(Math.max(nextNanos - Ticker.SYSTEM.monotonicNanos(), 0)));
    }

    assertThat(told(key)).isEmpty();
  }

  @Test
  void key_unknownOrSilent_isTold() {
    assertThat(remote.run("coach", "key_4mJx0Qb9TzLw"))
        .isEqualTo(new Cli.Run(1, "", "tallygate: no such key: id=key_4mJx0Qb9TzLw\n"));
    String made = cli().run("key", "create", "--name", "silent", "--data", "data").out();
    String id = Cli.word(made, "id");
    assertThat(remote.run("coach", id).out())
        .isEqualTo("nothing seen: no call of %s in this hour or the one before\n".formatted(id));
    assertThat(remote.run("coach", id, "--json").out())
        .contains("\"state\" : \"nothing-seen\"", "\"findings\" : [ ]");
    String port = Integer.toString(URI.create(admin).getPort());
    assertThat(cli().run("coach", id, "--data", "data", "--admin-port", port))
        .as("beside the server, without its address")
        .isEqualTo(remote.run("coach", id));
    assertThat(remote.run("coach", "vg_key_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17").err())
        .contains("looks like a secret")
        .doesNotContain("zQWB");
  }
}
