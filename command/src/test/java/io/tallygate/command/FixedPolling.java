package io.tallygate.command;

import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The rule by which the vendor's Python client 0.0.38 waits for executions: each is asked for every
 * 1.5 s; a 429 is repeated twice, after what {@code Retry-After} says but at most 60 s, and then
 * the waiting has failed.
 */
final class FixedPolling {

  private static final Duration EVERY = Duration.ofMillis(1_500);
  private static final long PAUSE_MAX_SECONDS = 60;
  private static final int REPEATS_MAX = 2;
  private static final int THREADS = 32;

  /** How long each took that ended, in the order of their ends. */
  final ConcurrentLinkedQueue<Duration> took = new ConcurrentLinkedQueue<>();

  final AtomicInteger polls = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();
  final AtomicInteger failed = new AtomicInteger();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
  private final URI gateway;
  private final String key;

  FixedPolling(URI gateway, String key) {
    this.gateway = gateway;
    this.key = key;
  }

  /** Waits until each has ended or failed. */
  void awaitAll(List<String> ids) throws InterruptedException {
    CountDownLatch open = new CountDownLatch(ids.size());
    long startNanos = Ticker.SYSTEM.monotonicNanos();
    ids.forEach(id -> later(Duration.ZERO, () -> poll(id, startNanos, 0, open)));
    open.await();
    threads.shutdownNow();
  }

  private void later(Duration pause, Poll poll) {
    threads.schedule(
        () -> {
          poll.run();
          return null;
        },
        pause.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private interface Poll {
    void run() throws IOException, InterruptedException;
  }

  private void poll(String id, long startNanos, int repeats, CountDownLatch open)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve("/v1/tools/executions/" + id))
            .header("Authorization", "Bearer " + key)
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    polls.incrementAndGet();
    if (answer.statusCode() == 429) {
      refused.incrementAndGet();
      long pause = answer.headers().firstValueAsLong("Retry-After").orElse(1);
      if (repeats == REPEATS_MAX) {
        failed.incrementAndGet();
        open.countDown();
      } else {
        Duration capped = Duration.ofSeconds(Math.min(pause, PAUSE_MAX_SECONDS));
        later(capped, () -> poll(id, startNanos, repeats + 1, open));
      }
    } else if (answer.body().matches(".*\"status\":\"(succeeded|failed|cancelled)\".*")) {
      took.add(Duration.ofNanos(Ticker.SYSTEM.monotonicNanos() - startNanos));
      open.countDown();
    } else {
      later(EVERY, () -> poll(id, startNanos, 0, open));
    }
  }
}
