package io.tallygate.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.client.StubApi.Answer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads and three clients with one key, in real time, against one counter. */
@Tag("long") // it is real time, so what else the machine does is seen in it
final class CrowdIT {

  private static final int LIMIT = 200;
  private static final long PERIOD_SECONDS = 2;
  private static final int THREADS = 7;

  private final AtomicInteger refused = new AtomicInteger();
  private long start;
  private int used;

  private synchronized Answer judge() {
    long now = Instant.now().getEpochSecond();
    if (now >= start + PERIOD_SECONDS) {
      start = now;
      used = 0;
    }
    boolean isAdmitted = used < LIMIT;
    used += isAdmitted ? 1 : 0;
    if (!isAdmitted) {
      refused.incrementAndGet();
    }
    return Answer.of(
        isAdmitted ? 200 : 429,
        "X-RateLimit-Limit: " + LIMIT,
        "X-RateLimit-Remaining: " + (LIMIT - used),
        "X-RateLimit-Reset: " + (start + PERIOD_SECONDS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"BURST", "EVEN"})
  void clients_withOneKey_finishAllCallsWithFewRefusals(String spread) throws Exception {
    Pace pace = new Pace(Pace.Spread.valueOf(spread), 0);
    int callsPerThread = 40;
    ExecutorService threads = threads();
    try (StubApi api = new StubApi((number, exchange) -> judge())) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        HttpClient client =
            LimitedClient.of(HttpClient.newHttpClient(), ClientConfig.DEFAULT.withPace(pace));
        for (int t = 0; t < THREADS; t++) {
          work.add(
              () -> {
                int served = 0;
                for (int call = 0; call < callsPerThread; call++) {
                  served +=
                      client.send(api.get("/a"), BodyHandlers.discarding()).statusCode() == 200
                          ? 1
                          : 0;
                }
                return served;
              });
        }
      }
      long began = System.nanoTime();
      int served = 0;
      for (Future<Integer> thread : threads.invokeAll(work)) {
        served += thread.get();
      }
      int calls = 3 * THREADS * callsPerThread;
      System.out.printf(
          "crowd %s: served=%d refused=%d requests=%d time=%s%n",
          spread,
          served,
          refused.get(),
          api.requests().size(),
          Duration.ofNanos(System.nanoTime() - began));
      assertThat(served).isEqualTo(calls);
      assertThat(api.requests()).hasSize(calls + refused.get());
      assertThat(refused.get()).isLessThan(calls / 20); // what the others have under way at an end
    } finally {
      threads.shutdownNow();
    }
  }

  /** Virtual threads where the JDK has them. */
  private static ExecutorService threads() throws ReflectiveOperationException {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException e) {
      return Executors.newCachedThreadPool();
    }
  }
}
