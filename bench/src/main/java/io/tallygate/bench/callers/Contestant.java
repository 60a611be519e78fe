package io.tallygate.bench.callers;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.tallygate.client.ClientConfig;
import io.tallygate.client.LimitedClient;
import io.tallygate.client.Pace;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** A way of calling; each is used as its documentation says. One per process, many threads. */
public enum Contestant {
  EVEN("LimitedClient, EVEN") {
    @Override
    Caller open(HttpClient http) {
      return limited(http, Pace.EVEN);
    }
  },
  BURST("LimitedClient, BURST") {
    @Override
    Caller open(HttpClient http) {
      return limited(http, Pace.BURST);
    }
  },
  /** Up to a second later than the server asks, at random. */
  RETRY_AFTER("a loop: Retry-After and jitter") {
    @Override
    Caller open(HttpClient http) {
      return request -> {
        while (true) {
          HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
          if (response.statusCode() != LIMITED) {
            return response.statusCode();
          }
          long seconds = response.headers().firstValueAsLong("Retry-After").orElse(1);
          pause(seconds * 1e9 + ThreadLocalRandom.current().nextDouble(1e9));
        }
      };
    }
  },
  /**
   * An exponential random back-off on the result, as its page shows it; more attempts than its
   * three, so that a call may wait as long as one of ours.
   */
  RESILIENCE4J("Resilience4j Retry") {
    @Override
    Caller open(HttpClient http) {
      RetryConfig config =
          RetryConfig.<HttpResponse<Void>>custom()
              .maxAttempts(7)
              .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(1_000, 2.0, 0.5))
              .retryOnResult(response -> response.statusCode() == LIMITED)
              .build();
      Retry retry = Retry.of("callers", config);
      return request -> {
        try {
          return Retry.decorateCallable(retry, () -> http.send(request, BodyHandlers.discarding()))
              .call()
              .statusCode();
        } catch (IOException | InterruptedException e) {
          throw e;
        } catch (Exception e) {
          throw new IOException(e);
        }
      };
    }
  },
  /** The published page: wait 1 s, then 2 s, then 4 s, and so on. */
  DOCUMENTED("the page's rule: 1 s, 2 s, 4 s") {
    @Override
    Caller open(HttpClient http) {
      return request -> {
        for (double wait = 1; true; wait = Math.min(wait * 2, 60)) {
          int status = http.send(request, BodyHandlers.discarding()).statusCode();
          if (status != LIMITED) {
            return status;
          }
          pause(wait * 1e9);
        }
      };
    }
  };

  private static final int LIMITED = 429;

  private final String label;

  Contestant(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  boolean isOurs() {
    return this == EVEN || this == BURST;
  }

  /** The key that this contestant's processes share. */
  String token() {
    return "callers-" + name();
  }

  /** Makes calls; thread-safe. */
  interface Caller {

    /** The status that the program sees in the end. */
    int call(HttpRequest request) throws IOException, InterruptedException;
  }

  abstract Caller open(HttpClient http);

  private static Caller limited(HttpClient http, Pace pace) {
    HttpClient client =
        LimitedClient.of(
            http, ClientConfig.DEFAULT.withPace(pace).withMaxWait(Duration.ofMinutes(1)));
    return request -> client.send(request, BodyHandlers.discarding()).statusCode();
  }

  static void pause(double nanos) throws InterruptedException {
    long end = System.nanoTime() + Math.round(nanos);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
