package io.tallygate.command.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.command.probe.Fields.Field;
import io.tallygate.command.probe.Probe.Way;
import io.tallygate.limiter.clock.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, to an API that is played. */
final class ProbeTest {

  /** Moved by pauses, and by a second with each request that the API takes that long for. */
  private static final class PlayedTime implements Ticker {

    private long micros = Recorded.NOW * 1_000_000;

    @Override
    public long monotonicNanos() {
      return micros * 1_000;
    }

    @Override
    public long wallMicros() {
      return micros;
    }

    void pass(Duration duration) {
      micros += duration.toNanos() / 1_000;
    }
  }

  private final PlayedTime time = new PlayedTime();
  private final List<String> sent = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private int limit = 100;

  /** A counter that every call is taken from; an ETag; a 404 for what is made up. */
  private Answer ordinary(Request request) {
    int status = request.path().contains("made-up") ? 404 : request.hasKey() ? 200 : 401;
    return Answer.of(
        request.conditions().isEmpty() ? status : 304,
        new Fields(
            List.of(
                new Field("ETag", "\"v1\""),
                new Field("X-RateLimit-Limit", String.valueOf(limit)),
                new Field("X-RateLimit-Remaining", String.valueOf(limit - sent.size())),
                new Field("X-RateLimit-Reset", String.valueOf(Recorded.NOW + 3_600)))));
  }

  private Recording run(int max, List<String> paths, Function<Request, Answer> api) {
    Sender sender =
        (request, timeout) -> {
          String condition = request.conditions().isEmpty() ? "" : " if";
          String key = request.hasKey() ? "" : " no-key";
          sent.add(request.method() + " " + request.path() + condition + key);
          return api.apply(request);
        };
    Way way = new Way(max, Duration.ofSeconds(10), "made-up");
    Probe.Pause pause =
        duration -> {
          pauses.add(duration);
          time.pass(duration);
        };
    return new Probe(sender, way, time, pause).run(paths);
  }

  private Recording run(int max, List<String> paths) {
    return run(max, paths, this::ordinary);
  }

  @Test
  void run_enoughRequests_asksForAll() {
    Recording recording = run(20, List.of("/a", "/b", "/c"));

    assertThat(sent)
        .containsExactly(
            "GET /a",
            "GET /a",
            "GET /b",
            "GET /c",
            "GET /b",
            "GET /c",
            "GET /a",
            "HEAD /a",
            "GET /a",
            "GET /a/made-up",
            "GET /a/made-up",
            "GET /a",
            "GET /a if",
            "GET /a",
            "GET /a no-key",
            "GET /a",
            "GET /a");
    assertThat(recording.stopped()).isEmpty();
    assertThat(pauses).containsExactly(Duration.ZERO, Duration.ofMillis(2_100));
  }

  @Test
  void run_anyBudget_isKeptAndEndsWithALook() {
    for (int max = Probe.REQUESTS_MIN; max <= 40; max++) {
      sent.clear();
      Recording recording = run(max, List.of("/a", "/b", "/c"));

      assertThat(sent).hasSizeLessThanOrEqualTo(max);
      assertThat(recording.exchanges()).hasSameSizeAs(sent);
      assertThat(sent.get(sent.size() - 1)).isIn("GET /a", "GET /b", "GET /c");
    }
  }

  @Test
  void run_moreEndpointsThanRequests_saysWhatWasNotAsked() {
    Recording recording = run(3, List.of("/a", "/b", "/c"));

    assertThat(recording.paths()).containsExactly("/a", "/b");
    assertThat(recording.stopped())
        .isEqualTo("max-requests has no room for all endpoints: asked=2 endpoints=3");
  }

  @ParameterizedTest
  @CsvSource({"10, 8, 2", "100, 80, 20", "5, 3, 2", "3, 1, 2"})
  void run_fewRemain_stopsAndLeavesThem(int ofLimit, int requests, int left) {
    limit = ofLimit;
    Recording recording = run(100, manyPaths());

    assertThat(sent).hasSize(requests);
    assertThat(recording.stopped())
        .isEqualTo("few requests remain, and they are left to you: remaining=" + left);
  }

  private static List<String> manyPaths() {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      paths.add("/p" + i);
    }
    return paths;
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void run_refused_stopsAtOnce(int status) {
    Recording recording =
        run(
            20,
            List.of("/a"),
            request -> sent.size() < 3 ? ordinary(request) : Answer.of(status, Fields.NONE));

    assertThat(sent).hasSize(3);
    assertThat(recording.stopped()).isEqualTo("the API refused a call with " + status);
  }

  @Test
  void run_noAnswerTwice_stops() {
    Recording recording = run(20, List.of("/a"), request -> Answer.none("no connection"));

    assertThat(sent).hasSize(2);
    assertThat(recording.stopped()).isEqualTo("the API did not answer 2 times in a row");
  }

  @Test
  void run_noFieldsOfLimits_asksNoMoreThanItMust() {
    run(20, List.of("/a"), request -> Answer.of(200, Fields.NONE));

    assertThat(sent).containsExactly("GET /a", "GET /a", "HEAD /a", "GET /a no-key");
  }

  @Test
  void run_slowApi_endsAfterTwoMinutes() {
    Recording recording =
        run(
            100,
            List.of("/a", "/b"),
            request -> {
              time.pass(Duration.ofSeconds(31));
              return ordinary(request);
            });

    assertThat(sent).hasSize(4);
    assertThat(recording.stopped()).isEqualTo("it took 120 s");
  }

  @Test
  void run_interrupted_keepsWhatWasSeen() {
    Sender sender =
        (request, timeout) -> {
          sent.add(request.path());
          if (sent.size() == 3) {
            throw new InterruptedException();
          }
          return ordinary(request);
        };
    Way way = new Way(20, Duration.ofSeconds(10), "made-up");
    Recording recording = new Probe(sender, way, time, pauses::add).run(List.of("/a"));

    assertThat(recording.exchanges())
        .extracting(it -> it.answer().failure())
        .containsExactly("", "", "interrupted");
    assertThat(recording.stopped()).isEqualTo("it was interrupted");
  }

  @ParameterizedTest
  @CsvSource({"7, 0", "0, 2500", "2, 500", "3, 0", "57, 0", "58, 4500", "59, 3500"})
  void run_aroundAFullMinute_waitsUntilItIsPast(long secondOfMinute, long millis) {
    time.pass(Duration.ofSeconds(secondOfMinute - 7)); // NOW is the seventh
    run(2, List.of("/a"));

    assertThat(pauses.get(0)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void run_childIsThere_triesThePathBelowTheRoot() {
    run(
        20,
        List.of("/a/b?x=1"),
        request ->
            request.path().equals("/a/b/made-up")
                ? Answer.of(200, ordinary(Request.look("/a")).fields())
                : ordinary(request));

    assertThat(sent).containsSubsequence("GET /a/b/made-up", "GET /made-up", "GET /made-up");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE", "OPTIONS", "get"})
  void request_otherMethod_isRefused(String method) {
    assertThatThrownBy(() -> new Request(Request.Purpose.LOOK, method, "/a", List.of()))
        .hasMessage("method must be GET or HEAD: method=" + method);
  }

  @ParameterizedTest
  @CsvSource({"1, 10000", "101, 10000", "20, 0", "20, 60001"})
  void way_outOfBounds_isRefused(int requests, long millis) {
    assertThatThrownBy(() -> new Way(requests, Duration.ofMillis(millis), "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
