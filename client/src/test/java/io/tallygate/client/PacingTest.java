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
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PacingTest {

  private static final Duration STEP = Duration.ofMillis(10);

  private final FakeTime time = FakeTime.standing();
  private final Random random = new Random(5);

  private LimitedClient client(SimulatedApi api, Pace pace, Duration maxWait) {
    return LimitedClient.of(
        api,
        ClientConfig.DEFAULT
            .withSurroundings(time.with(random::nextDouble))
            .withPace(pace)
            .withMaxWait(maxWait));
  }

  private static HttpRequest get(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:1" + path)).build();
  }

  private static List<CompletableFuture<HttpResponse<Void>>> calls(LimitedClient client, int n) {
    List<CompletableFuture<HttpResponse<Void>>> calls = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      calls.add(client.sendAsync(get("/" + i), BodyHandlers.discarding()));
    }
    return calls;
  }

  private void advance(Duration duration) {
    for (long i = duration.dividedBy(STEP); i > 0; i--) {
      time.advance(STEP);
    }
  }

  /** Lets each client make calls one after the other on so many lanes, as threads would. */
  private void work(List<LimitedClient> clients, int lanes, Duration duration) {
    work(clients, lanes, duration, STEP);
  }

  private void work(List<LimitedClient> clients, int lanes, Duration duration, Duration step) {
    List<CompletableFuture<HttpResponse<Void>>> running = new ArrayList<>();
    for (long i = duration.dividedBy(step); i > 0; i--) {
      for (int lane = 0; lane < clients.size() * lanes; lane++) {
        if (lane >= running.size()) {
          running.add(new CompletableFuture<>());
        } else if (!running.get(lane).isDone() && i != duration.dividedBy(step)) {
          continue;
        }
        LimitedClient client = clients.get(lane % clients.size());
        running.set(lane, client.sendAsync(get("/" + lane), BodyHandlers.discarding()));
      }
      time.advance(step);
    }
  }

  private static Map<Long, Long> perBucket(SimulatedApi api, long millis) {
    return api.admittedMillis.stream()
        .collect(Collectors.groupingBy(it -> it / millis, TreeMap::new, Collectors.counting()));
  }

  @ParameterizedTest
  @EnumSource(Fields.class)
  void burst_ofMoreThanALimit_waitsForNextWindowsWithoutARefusal(Fields fields) {
    SimulatedApi api = new SimulatedApi(time, 10, Duration.ofMinutes(1), fields);
    LimitedClient client = client(api, Pace.BURST, Duration.ofMinutes(10));
    calls(client, 1);
    advance(Duration.ofSeconds(1)); // the first answer tells the limit
    List<CompletableFuture<HttpResponse<Void>>> calls = calls(client, 24);
    advance(Duration.ofMinutes(5));
    assertThat(calls).allMatch(it -> it.isDone() && !it.isCompletedExceptionally());
    assertThat(api.refused).isZero();
    assertThat(perBucket(api, 60_000).values()).startsWith(10L);
    assertThat(api.admittedMillis).hasSize(25);
    assertThat(api.admittedMillis.get(24)).isBetween(120_000L, 140_000L);
  }

  @Test
  void callers_whoWaitForOneReset_areSpreadAndServedInOrder() {
    SimulatedApi api = new SimulatedApi(time, 10, Duration.ofMinutes(1), Fields.IETF);
    LimitedClient client = client(api, Pace.BURST, Duration.ofMinutes(10));
    calls(client, 1);
    advance(Duration.ofSeconds(1));
    calls(client, 19);
    advance(Duration.ofSeconds(90));
    List<String> paths = new ArrayList<>(List.of("/0"));
    for (int i = 0; i < 19; i++) {
      paths.add("/" + i);
    }
    assertThat(api.paths).isEqualTo(paths);
    List<Long> second = api.admittedMillis.subList(10, 20);
    assertThat(second.get(0)).isGreaterThanOrEqualTo(60_000);
    assertThat(second.get(9) - second.get(0)).isBetween(1_000L, 6_000L);
  }

  @Test
  void caller_whoComesRightAfterAReset_waitsForItsProcessesMoment() {
    SimulatedApi api = new SimulatedApi(time, 10, Duration.ofMinutes(1), Fields.IETF);
    LimitedClient client =
        LimitedClient.of(api, ClientConfig.DEFAULT.withSurroundings(time.with(0.5)));
    calls(client, 10);
    advance(Duration.ofSeconds(61));
    calls(client, 1); // nobody has waited, but other processes may have
    advance(Duration.ofSeconds(5));
    assertThat(api.admittedMillis).hasSize(11);
    assertThat(api.admittedMillis.get(10)).isBetween(62_500L, 62_600L);
  }

  @Test
  void even_ofOneClient_spendsTheWindowAtEvenDistances() {
    SimulatedApi api = new SimulatedApi(time, 120, Duration.ofMinutes(1), Fields.IETF);
    work(List.of(client(api, Pace.EVEN, Duration.ofMinutes(1))), 20, Duration.ofMinutes(5));
    assertThat(api.refused).isZero();
    assertThat((double) api.admittedMillis.size()).isGreaterThan(0.98 * 600);
    Map<Long, Long> seconds = perBucket(api, 1_000);
    seconds.remove(0L); // before the first answer nothing is known
    assertThat(seconds.values()).allMatch(it -> it <= 3);
  }

  @ParameterizedTest
  @EnumSource(Fields.class)
  void even_ofThreeProcesses_sharesTheLimitThroughTheFieldsAlone(Fields fields) {
    SimulatedApi api = new SimulatedApi(time, 600, Duration.ofMinutes(1), fields);
    List<LimitedClient> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(client(api, Pace.EVEN, Duration.ofMinutes(1)));
    }
    work(clients, 20, Duration.ofMinutes(1)); // the first window is for learning
    int refused = api.refused;
    int learned = api.admittedMillis.size();
    work(clients, 20, Duration.ofMinutes(5));
    int work = api.admittedMillis.size() - learned;
    long busiest =
        perBucket(api, 1_000).entrySet().stream()
            .filter(it -> it.getKey() > 60)
            .mapToLong(Map.Entry::getValue)
            .max()
            .orElse(0);
    assertThat((double) work).as("work").isGreaterThan(0.98 * 3000);
    assertThat((double) (api.refused - refused)).as("refused").isLessThan(0.005 * work);
    assertThat(busiest).as("busiest second").isLessThanOrEqualTo(15);
  }

  /** Nobody is woken more often than each 50 ms, and eight are due by then. */
  @Test
  void even_onABusyMachine_makesUpForLateWakeUps() {
    SimulatedApi api = new SimulatedApi(time, 3_000, Duration.ofSeconds(20), Fields.IETF);
    LimitedClient client = client(api, Pace.EVEN, Duration.ofMinutes(1));
    work(List.of(client), 20, Duration.ofSeconds(60), Duration.ofMillis(50));
    assertThat((double) api.admittedMillis.size()).isGreaterThan(0.98 * 9_000);
    assertThat(perBucket(api, 1_000).values()).allMatch(it -> it <= 225);
  }

  /** The last unit of a window is wanted by three who know nothing of each other. */
  @ParameterizedTest
  @EnumSource(Fields.class)
  void even_ofThreeProcessesAtAWindowsEnd_leavesAUnitToEach(Fields fields) {
    SimulatedApi api = new SimulatedApi(time, 500, Duration.ofSeconds(20), fields);
    List<LimitedClient> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(client(api, Pace.EVEN, Duration.ofMinutes(1)));
    }
    work(clients, 20, Duration.ofSeconds(20));
    int refused = api.refused;
    int learned = api.admittedMillis.size();
    work(clients, 20, Duration.ofSeconds(400));
    assertThat(api.refused - refused).isLessThanOrEqualTo(2);
    assertThat(api.admittedMillis.size() - learned).isGreaterThan(9_800);
  }

  @Test
  void reserve_ofSomeUnits_leavesThemToOthers() {
    SimulatedApi api = new SimulatedApi(time, 10, Duration.ofMinutes(1), Fields.X_RATE_LIMIT);
    LimitedClient client = client(api, Pace.reserve(3), Duration.ofMinutes(10));
    calls(client, 1);
    advance(Duration.ofSeconds(1));
    calls(client, 19);
    advance(Duration.ofSeconds(55));
    assertThat(api.admittedMillis).hasSize(7);
    advance(Duration.ofMinutes(1));
    assertThat(api.admittedMillis).hasSize(14);
  }

  @Test
  void callers_whoCannotBeServedInTime_failAtOnce() {
    SimulatedApi api = new SimulatedApi(time, 60, Duration.ofMinutes(10), Fields.IETF);
    LimitedClient client = client(api, Pace.EVEN, Duration.ofMinutes(1));
    calls(client, 1);
    advance(Duration.ofSeconds(1));
    List<CompletableFuture<HttpResponse<Void>>> calls = calls(client, 20); // 10 s apart
    long failed = calls.stream().filter(CompletableFuture::isCompletedExceptionally).count();
    assertThat(failed).isBetween(13L, 15L);
    advance(Duration.ofSeconds(61));
    assertThat(calls).allMatch(CompletableFuture::isDone);
    assertThat(api.refused).isZero();
  }

  @Test
  void limits_afterAnAnswer_areShown() {
    SimulatedApi api = new SimulatedApi(time, 10, Duration.ofMinutes(1), Fields.IETF);
    LimitedClient client = client(api, Pace.BURST, Duration.ofMinutes(1));
    calls(client, 1);
    advance(Duration.ofSeconds(1));
    assertThat(client.limits())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.name()).isEqualTo("all");
              assertThat(it.count()).hasValue(10);
              assertThat(it.remaining()).hasValue(9);
              assertThat(it.resetAt().orElseThrow().getEpochSecond())
                  .isEqualTo(FakeTime.START_SECOND + 60);
              assertThat(it.heldUntil()).isEmpty();
            });
  }

  @ParameterizedTest
  @EnumSource(Fields.class)
  void endpoints_thatShareALimit_areFound(Fields fields) {
    SimulatedApi api = new SimulatedApi(time, 100, Duration.ofMinutes(1), fields);
    LimitedClient client = client(api, Pace.BURST, Duration.ofMinutes(1));
    alternate(client, 6);
    assertThat(client.limits()).hasSize(1);
    assertThat(client.limits().get(0).remaining()).hasValue(88);
  }

  @ParameterizedTest
  @EnumSource(Fields.class)
  void endpoints_withLimitsOfTheirOwn_areKeptApart(Fields fields) {
    SimulatedApi api = new SimulatedApi(time, 100, Duration.ofMinutes(1), fields);
    api.group = path -> path.substring(1);
    LimitedClient client = client(api, Pace.BURST, Duration.ofMinutes(1));
    alternate(client, 6);
    assertThat(client.limits()).hasSize(2).allMatch(it -> it.remaining().orElse(0) == 94);
  }

  private void alternate(LimitedClient client, int times) {
    for (int i = 0; i < times; i++) {
      for (String path : List.of("/a", "/b")) {
        client.sendAsync(get(path), BodyHandlers.discarding());
        advance(Duration.ofMillis(100));
      }
    }
  }
}
