package io.tallygate.bench.callers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.client.ClientConfig;
import io.tallygate.client.LimitedClient;
import io.tallygate.client.Pace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real gateway is killed under a client and started again: no call is lost, and no storm. */
@Timeout(120)
final class RestartIT {

  private static final int LANES = 10;
  private static final int CALLS = 300;
  private static final String TOKEN = "restart";

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private final CountDownLatch warm = new CountDownLatch(CALLS / 4);

  private CompletableFuture<Void> lane(HttpClient client, HttpRequest request) {
    if (begun.incrementAndGet() > CALLS) {
      return CompletableFuture.completedFuture(null);
    }
    return client
        .sendAsync(request, BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode)
        .thenCompose(
            status -> {
              served.addAndGet(status == 204 ? 1 : 0);
              warm.countDown();
              return lane(client, request);
            });
  }

  @Test
  void gateway_killedAndStartedAgain_servesAllCallsInTheEnd() throws Exception {
    String port;
    CompletableFuture<Void> all;
    try (Running first = Running.start(GatewayProcess.class, "PT10S", "0")) {
      port = first.line();
      HttpClient client =
          LimitedClient.of(HttpClient.newHttpClient(), ClientConfig.DEFAULT.withPace(Pace.EVEN));
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + Course.PATH))
              .header("Authorization", "Bearer " + TOKEN)
              .build();
      CompletableFuture<?>[] lanes = new CompletableFuture<?>[LANES];
      for (int i = 0; i < LANES; i++) {
        lanes[i] = lane(client, request);
      }
      all = CompletableFuture.allOf(lanes);
      warm.await();
      first.process().destroyForcibly().waitFor();
    }
    assertThat(all.isDone()).isFalse();
    try (Running second = Running.start(GatewayProcess.class, "PT10S", port)) {
      assertThat(second.line()).isEqualTo(port);
      all.get(60, TimeUnit.SECONDS);
      second.say(TOKEN);
      assertThat(served.get()).isEqualTo(CALLS);
      int arrived = second.line().split(" ").length;
      assertThat(arrived).isBetween(LANES, CALLS); // each call once: nothing was sent in vain
    }
  }
}
