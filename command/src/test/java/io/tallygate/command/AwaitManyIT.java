package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.client.ClientConfig;
import io.tallygate.client.ClientEvent;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.videogen.ExecutedTool;
import io.tallygate.videogen.ToolCall.GenerateSoundEffect;
import io.tallygate.videogen.VideoGen;
import io.tallygate.videogen.VideoGenConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many executions are awaited at once by polls, against the sandbox behind the gateway. Each takes
 * 250 ms and makes nothing, and sixteen run at the same time: the work is the same on any machine.
 */
@Timeout(1_800)
final class AwaitManyIT {

  private static final String WORK = "[delay 250ms] [fail]";
  private static final int WORKERS = 16;
  private static final int STARTERS = 16;
  private static final int WAITING_MAX = 100_000; // so that one key may have 10,000 waiting

  @TempDir Path folder;
  private final Lifetime lifetime = new Lifetime();
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE); // the least that was ever left
  private final AtomicInteger refused = new AtomicInteger();
  private URI gateway = URI.create("http://127.0.0.1");
  private volatile @Nullable VideoGen api;

  @AfterEach
  void stop() {
    lifetime.close();
  }

  private Cli cli() {
    return new Cli(Map.of(), folder, Ticker.SYSTEM);
  }

  private void start(String hour) throws Exception {
    String screen =
        new Demo(
                cli().surroundings(),
                lifetime,
                note -> {},
                it -> it.withLimits(it.limits().withWaitingMax(WAITING_MAX).withWorkers(WORKERS)))
            .start(
                Map.of(
                    Setting.PORT, "0",
                    Setting.ADMIN_PORT, "0",
                    Setting.HOUR, hour,
                    Setting.DATA, "data"));
    gateway = URI.create(Cli.word(screen, "gateway"));
  }

  /** A key that may start so many an hour. */
  private String key(String name, String group, int limit) throws Exception {
    String made = cli().run("key", "create", "--name", name, "--data", "data").out();
    String[] line = {
      "limit",
      "set",
      Cli.word(made, "id"),
      group,
      limit + "/hour",
      "--reason",
      "many",
      "--policy",
      "videogen",
      "--data",
      "data"
    };
    Cli.Run set = cli().run(line);
    assertThat(set.exitCode()).as(set.err()).isZero();
    String key = Cli.word(made, "key");
    Await.until(() -> Http.get(gateway + "/v1/files", key).status() == 200);
    return key;
  }

  private VideoGen opened(String key) {
    VideoGen opened =
        VideoGen.of(
            VideoGenConfig.of(key)
                .withBase(gateway)
                .withClient(
                    ClientConfig.DEFAULT
                        .withMaxWait(Duration.ofHours(1))
                        .withListener(this::count)));
    api = opened;
    return opened;
  }

  private void count(ClientEvent event) {
    VideoGen caller = api;
    if (caller != null
        && event.group().equals("executions")
        && event instanceof ClientEvent.Answered answered) {
      refused.addAndGet(answered.status() == 429 ? 1 : 0);
      caller.limits().stream()
          .filter(limit -> limit.group().equals("executions"))
          .forEach(limit -> left.accumulateAndGet(limit.remaining().orElse(0), Math::min));
    }
  }

  private static List<String> started(VideoGen api, int count) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(STARTERS);
    try {
      Callable<String> one = () -> api.start(GenerateSoundEffect.of(WORK));
      List<Callable<String>> work = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        work.add(one);
      }
      List<String> ids = new ArrayList<>();
      for (Future<String> id : threads.invokeAll(work)) {
        ids.add(id.get());
      }
      return ids;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Awaits all at once; how long each took. */
  private static Collection<Duration> awaited(VideoGen api, List<String> ids) throws Exception {
    ConcurrentLinkedQueue<Duration> took = new ConcurrentLinkedQueue<>();
    long startNanos = System.nanoTime();
    List<CompletableFuture<ExecutedTool>> ends = ids.stream().map(api::await).toList();
    ends.forEach(
        end -> end.thenRun(() -> took.add(Duration.ofNanos(System.nanoTime() - startNanos))));
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(25, TimeUnit.MINUTES);
    for (CompletableFuture<ExecutedTool> end : ends) {
      assertThat(end.get().status()).isEqualTo(ExecutedTool.Status.FAILED);
    }
    return took;
  }

  private static String figures(Collection<Duration> took) {
    List<Duration> sorted = took.stream().sorted().toList();
    if (sorted.isEmpty()) {
      return "none ended";
    }
    return "ended=%d median=%.1fs p99=%.1fs all=%.1fs"
        .formatted(
            sorted.size(),
            seconds(sorted.get(sorted.size() / 2)),
            seconds(sorted.get(sorted.size() * 99 / 100)),
            seconds(sorted.get(sorted.size() - 1)));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  @Test
  void await_moreThanTheLimitOfAWindow_staysWithinItAndFindsAll() throws Exception {
    start("10s");
    String key = key("some", "executions", 100);
    try (VideoGen caller = opened(key)) {
      Collection<Duration> took = awaited(caller, started(caller, 150));

      System.err.printf(
          "await 150: %s polls=%d most in a window=%d refused=%d%n",
          figures(took), caller.polls(), 100 - left.get(), refused.get());
      assertThat(took).hasSize(150);
      assertThat(left.get()).as("what was left of 100 at the least").isPositive();
      assertThat(refused).hasValue(0);
    }
  }

  @Test
  @Tag("long")
  void await_tenThousand_staysUnderFiveThousandPollsAWindow() throws Exception {
    start("3m");
    int count = Integer.getInteger("awaited", 10_000);
    String key = key("many", "tools", count);
    try (VideoGen caller = opened(key)) {
      long beganNanos = System.nanoTime();
      List<String> ids = started(caller, count);
      Duration starting = Duration.ofNanos(System.nanoTime() - beganNanos);

      Collection<Duration> took = awaited(caller, ids);

      System.err.printf(
          "await %d, started in %.1fs: %s polls=%d most in a window=%d refused=%d%n",
          count,
          seconds(starting),
          figures(took),
          caller.polls(),
          5_000 - left.get(),
          refused.get());
      assertThat(took).hasSize(count);
      assertThat(left.get()).as("what was left of 5,000 at the least").isPositive();
      assertThat(refused).hasValue(0);
    }
    String other = key("fixed", "tools", count);
    try (VideoGen starting = opened(other)) {
      List<String> ids = started(starting, count);
      FixedPolling fixed = new FixedPolling(gateway, other);
      fixed.awaitAll(ids);
      System.err.printf(
          "fixed 1.5 s %d: %s failed=%d polls=%d refused=%d%n",
          count, figures(fixed.took), fixed.failed.get(), fixed.polls.get(), fixed.refused.get());
      assertThat(fixed.took.size() + fixed.failed.get()).isEqualTo(count);
    }
  }
}
