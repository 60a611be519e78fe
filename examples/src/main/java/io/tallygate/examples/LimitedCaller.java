package io.tallygate.examples;

import io.tallygate.client.ClientConfig;
import io.tallygate.client.LimitedClient;
import io.tallygate.client.Pace;
import io.tallygate.client.RateLimited;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A job that makes many calls of a limited API, evenly, and leaves ten of each window to others.
 */
public final class LimitedCaller {

  private final HttpClient client =
      LimitedClient.of(
          HttpClient.newHttpClient(),
          ClientConfig.DEFAULT
              .withPace(Pace.EVEN.reserving(10))
              .withMaxWait(Duration.ofMinutes(10)));

  /** Calls, and says what came of it. */
  public String call(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return "status " + response.statusCode();
    } catch (RateLimited e) {
      return "not before " + e.resetAt().map(Object::toString).orElse("anybody knows");
    }
  }
}
