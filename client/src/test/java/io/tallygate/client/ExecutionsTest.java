package io.tallygate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.client.execution.Executions;
import io.tallygate.client.execution.ExecutionsConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Awaiting, with a clock that is moved by hand, and polls that are answered by hand. */
final class ExecutionsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final FakeTime time = FakeTime.standing();

  /** Seconds of the clock at which each poll went out. */
  private final Map<String, List<Double>> polled = new HashMap<>();

  /** What comes of executions that are over. */
  private final Map<String, CompletableFuture<Optional<String>>> answers = new HashMap<>();

  private List<LimitView> limits = List.of(limit(5_000, 5_000, HOUR));

  private final Executions<String> executions = Executions.of(this::poll, () -> limits, config());

  private ExecutionsConfig config() {
    return ExecutionsConfig.DEFAULT.withSurroundings(time.with(0.5));
  }

  private CompletableFuture<Optional<String>> poll(String id) {
    polled.computeIfAbsent(id, it -> new ArrayList<>()).add(time.sinceStart().toMillis() / 1e3);
    return answers.getOrDefault(id, CompletableFuture.completedFuture(Optional.empty()));
  }

  private void over(String id) {
    answers.put(id, CompletableFuture.completedFuture(Optional.of("end of " + id)));
  }

  private void fails(String id, Throwable failure) {
    answers.put(id, CompletableFuture.failedFuture(failure));
  }

  private LimitView limit(long count, long remaining, Duration untilReset) {
    return new LimitView(
        "executions",
        "executions",
        OptionalLong.of(count),
        OptionalLong.of(remaining),
        Optional.of(Instant.ofEpochSecond(time.wallSecond()).plus(untilReset)),
        Optional.empty());
  }

  private void go(Duration duration) {
    for (long millis = 0; millis < duration.toMillis(); millis += 50) {
      time.advance(Duration.ofMillis(50));
    }
  }

  @Test
  void await_polled_afterHalfItsAgeEachTime() {
    CompletableFuture<String> end = executions.await("a");
    go(Duration.ofSeconds(200));
    assertThat(polled.get("a"))
        .as("the clock goes by 50 ms, and the longest pause is 60 s")
        .containsExactly(
            1.0, 2.0, 3.0, 4.5, 6.75, 10.15, 15.25, 22.9, 34.35, 51.55, 77.35, 116.05, 174.1);
    assertThat(end).isNotDone();
    over("a");
    go(Duration.ofMinutes(1));
    assertThat(end).isCompletedWithValue("end of a");
    assertThat(executions.waiting()).isZero();
    long polls = executions.polls();
    go(Duration.ofSeconds(200));
    assertThat(executions.polls()).isEqualTo(polls);
  }

  @Test
  void tell_beforeAndAfterAwait_completesWithoutAPoll() {
    executions.expectWebhooks();
    CompletableFuture<String> after = executions.await("a");
    executions.tell("a", "told");
    assertThat(after).isCompletedWithValue("told");
    executions.tell("b", "early");
    assertThat(executions.await("b")).isCompletedWithValue("early");
    go(Duration.ofMinutes(2));
    assertThat(executions.polls()).isZero();
  }

  @Test
  void expectWebhooks_oneIsLost_isFoundByAPollAfterTheLongestPause() {
    executions.expectWebhooks();
    CompletableFuture<String> end = executions.await("a");
    over("a");
    go(Duration.ofSeconds(59));
    assertThat(end).isNotDone();
    go(Duration.ofSeconds(2));
    assertThat(end).isCompletedWithValue("end of a");
    assertThat(polled.get("a")).hasSize(1);
  }

  @Test
  void await_twice_isOnePollForBoth_andCancellingOneKeepsTheOther() {
    CompletableFuture<String> first = executions.await("a");
    CompletableFuture<String> second = executions.await("a");
    first.cancel(false);
    over("a");
    go(Duration.ofSeconds(2));
    assertThat(second).isCompletedWithValue("end of a");
    assertThat(polled.get("a")).hasSize(1);
    executions.await("b").cancel(false);
    assertThat(executions.waiting()).isZero();
    go(Duration.ofMinutes(2));
    assertThat(polled).doesNotContainKey("b");
  }

  @Test
  void poll_fails_isMadeAgainTenTimes_orNotAtAll() {
    fails("broken", new IOException("lost"));
    fails("gone", new IllegalStateException("404"));
    CompletableFuture<String> broken = executions.await("broken");
    CompletableFuture<String> gone = executions.await("gone");
    CompletableFuture<String> mended = executions.await("mended");
    fails("mended", new IOException("lost"));
    go(Duration.ofSeconds(20));
    over("mended");
    go(Duration.ofMinutes(2));
    assertThat(gone).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("404");
    assertThat(polled.get("gone")).hasSize(1);
    assertThat(broken).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("lost");
    assertThat(polled.get("broken")).hasSize(10);
    assertThat(mended).isCompletedWithValue("end of mended");
  }

  @Test
  void poll_rateLimited_holdsAllUntilTheReset() {
    Instant reset = Instant.ofEpochSecond(time.wallSecond() + 100);
    fails("a", new RateLimited("spent", Optional.of(reset), List.of()));
    CompletableFuture<String> a = executions.await("a");
    CompletableFuture<String> b = executions.await("b");
    limits = List.of();
    go(Duration.ofSeconds(99));
    assertThat(executions.polls()).isEqualTo(1);
    over("a");
    over("b");
    go(Duration.ofSeconds(5));
    assertThat(a).isCompletedWithValue("end of a");
    assertThat(b).isCompletedWithValue("end of b");
  }

  @Test
  void await_longerThanMaxWait_timesOut() {
    Executions<String> impatient =
        Executions.of(this::poll, () -> limits, config().withMaxWait(Duration.ofSeconds(5)));
    CompletableFuture<String> end = impatient.await("a");
    go(Duration.ofSeconds(10));
    assertThat(end)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(TimeoutException.class)
        .withMessage("execution did not end in time: id=a maxWait=PT5S");
    assertThat(impatient.waiting()).isZero();
  }

  @Test
  void await_oneMoreThanTheMost_isRefused() {
    Executions<String> two = Executions.of(this::poll, () -> limits, config().withWaitingMax(2));
    two.await("a");
    two.await("b");
    two.await("b");
    assertThatThrownBy(() -> two.await("c"))
        .hasMessage("executions awaited at the same time must be at most 2: awaited=2");
  }

  @Test
  void close_failsWhatIsAwaited_andPollsNoMore() {
    CompletableFuture<String> end = executions.await("a");
    executions.close();
    assertThat(end).isCompletedExceptionally();
    assertThatThrownBy(executions.await("b")::join).isInstanceOf(CancellationException.class);
    go(Duration.ofSeconds(10));
    assertThat(polled).isEmpty();
  }

  @Test
  void limitsUnknown_many_onePollASecond() {
    limits = List.of();
    for (int i = 0; i < 100; i++) {
      executions.await("id" + i);
    }
    go(Duration.ofMinutes(1));
    assertThat(executions.polls()).isBetween(58L, 62L);
  }

  /** A window of the server: its first call opens it. */
  private final class ServerLimit {

    private long startSecond = Long.MIN_VALUE;
    private long used;
    private final List<Long> windows = new ArrayList<>();

    void count() {
      roll();
      if (startSecond == Long.MIN_VALUE) {
        startSecond = time.wallSecond();
      }
      used++;
    }

    private void roll() {
      if (startSecond != Long.MIN_VALUE && time.wallSecond() >= startSecond + HOUR.toSeconds()) {
        windows.add(used);
        used = 0;
        startSecond = Long.MIN_VALUE;
      }
    }

    List<LimitView> views() {
      roll();
      long left =
          startSecond == Long.MIN_VALUE
              ? HOUR.toSeconds()
              : startSecond + HOUR.toSeconds() - time.wallSecond();
      return List.of(limit(5_000, 5_000 - used, Duration.ofSeconds(left)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1_000, 10_000})
  void await_many_allAreFoundWithinTheBudget(int count) {
    ServerLimit server = new ServerLimit();
    long startSecond = time.wallSecond();
    Executions<String> all =
        Executions.of(
            id -> {
              server.count();
              long endSecond = startSecond + Long.parseLong(id) * 1_800 / count;
              boolean isOver = time.wallSecond() >= endSecond;
              return CompletableFuture.completedFuture(
                  isOver ? Optional.of("end") : Optional.empty());
            },
            server::views,
            config());
    List<CompletableFuture<String>> ends = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ends.add(all.await(Integer.toString(i)));
    }
    long hours = 0;
    while (all.waiting() > 0 && hours < 10) {
      go(HOUR);
      hours++;
    }
    server.windows.add(server.used);
    System.out.printf(
        "awaited %d: hours=%d polls=%d perWindow=%s%n", count, hours, all.polls(), server.windows);
    assertThat(ends).allSatisfy(end -> assertThat(end).isCompletedWithValue("end"));
    assertThat(server.windows).allMatch(used -> used < 5_000);
    assertThat(hours).isLessThanOrEqualTo(1 + count / 2_000);
  }
}
