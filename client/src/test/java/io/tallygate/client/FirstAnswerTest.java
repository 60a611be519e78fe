package io.tallygate.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.client.SimulatedApi.Fields;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client does before it knows its limits, and with words that are rounded. */
final class FirstAnswerTest {

  private static final Duration STEP = Duration.ofMillis(10);

  private final FakeTime time = FakeTime.standing();

  private LimitedClient client(SimulatedApi api, Pace pace, Duration maxWait) {
    return LimitedClient.of(
        api,
        ClientConfig.DEFAULT.withSurroundings(time.with(0)).withPace(pace).withMaxWait(maxWait));
  }

  private static List<CompletableFuture<HttpResponse<Void>>> calls(LimitedClient client, int n) {
    List<CompletableFuture<HttpResponse<Void>>> calls = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/a")).build();
      calls.add(client.sendAsync(request, BodyHandlers.discarding()));
    }
    return calls;
  }

  private void advance(Duration duration) {
    for (long i = duration.dividedBy(STEP); i > 0; i--) {
      time.advance(STEP);
    }
  }

  @ParameterizedTest
  @EnumSource(Fields.class)
  void firstCalls_ofManyThreads_letOneFindOutTheLimit(Fields fields) {
    SimulatedApi api = new SimulatedApi(time, 5, Duration.ofMinutes(1), fields);
    LimitedClient client = client(api, Pace.BURST, Duration.ofMinutes(10));
    List<CompletableFuture<HttpResponse<Void>>> calls = calls(client, 12);
    assertThat(api.paths).hasSize(1);
    advance(Duration.ofMillis(100));
    assertThat(api.paths).hasSize(5);
    advance(Duration.ofMinutes(3));
    assertThat(calls).allMatch(it -> it.isDone() && !it.isCompletedExceptionally());
    assertThat(api.refused).isZero();
  }

  @ParameterizedTest
  @EnumSource(Fields.class)
  void firstCalls_inEven_arePacedFromTheFirstAnswerOn(Fields fields) {
    SimulatedApi api = new SimulatedApi(time, 120, Duration.ofMinutes(1), fields);
    calls(client(api, Pace.EVEN, Duration.ofMinutes(1)), 20);
    advance(Duration.ofSeconds(5));
    assertThat(api.paths).hasSizeBetween(10, 12); // two a second
  }

  @Test
  void scout_withoutAnAnswer_isWaitedForASecondAtMost() {
    SimulatedApi api = new SimulatedApi(time, 120, Duration.ofMinutes(1), Fields.IETF);
    api.latency = Duration.ofHours(1);
    calls(client(api, Pace.BURST, Duration.ofMinutes(1)), 20);
    advance(Duration.ofMillis(990));
    assertThat(api.paths).hasSize(1);
    advance(STEP);
    assertThat(api.paths).hasSize(20);
  }

  @Test
  void scout_ofCallsThatMayNotWait_isNotWaitedFor() {
    SimulatedApi api = new SimulatedApi(time, 120, Duration.ofMinutes(1), Fields.IETF);
    List<CompletableFuture<HttpResponse<Void>>> calls =
        calls(client(api, Pace.BURST, Duration.ZERO), 20);
    assertThat(api.paths).hasSize(20);
    assertThat(calls).noneMatch(CompletableFuture::isCompletedExceptionally);
  }

  @ParameterizedTest
  @EnumSource(Fields.class)
  void refusal_rightBeforeAReset_isNotWaitedForPastIt(Fields fields) {
    SimulatedApi api = new SimulatedApi(time, 4, Duration.ofMinutes(1), fields);
    LimitedClient client = client(api, Pace.BURST, Duration.ofMinutes(1));
    calls(client, 1);
    advance(Duration.ofMillis(59_400));
    calls(client(api, Pace.BURST, Duration.ofMinutes(1)), 3); // somebody else spends the rest
    advance(Duration.ofMillis(100));
    calls(client, 1); // refused, and told to wait a second
    advance(Duration.ofMillis(490));
    assertThat(api.refused).isEqualTo(1);
    assertThat(api.admittedMillis).hasSize(4);
    advance(Duration.ofMillis(40));
    assertThat(api.admittedMillis).hasSize(5);
    assertThat(api.admittedMillis.get(4)).isBetween(60_000L, 60_030L);
  }
}
