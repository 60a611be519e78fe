package io.tallygate.bench.callers;

import io.tallygate.client.LimitedClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One call that no limit holds up, of a client that sends nothing: what ours adds. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class OneCall {

  /** Who makes it. */
  public enum Client {
    STUB("stubbed HttpClient, bare"),
    /** Around a stub whose answers have no field that it reads. */
    LIMITED_BARE("LimitedClient around it, answers without fields"),
    /** With the fields of the gateway, all of which are read. */
    LIMITED("LimitedClient around it, answers as the gateway's");

    private final String label;

    Client(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  @Param public Client client = Client.STUB;

  private final HttpRequest request =
      HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/v1/resources/tts-voices"))
          .header("Authorization", "Bearer vg_key_of_nobody")
          .build();
  private HttpClient http = HttpClient.newHttpClient();

  @Setup
  public void open() {
    Map<String, List<String>> plain = Map.of("Content-Type", List.of("application/json"));
    Map<String, List<String>> gateway =
        Map.of(
            "Content-Type", List.of("application/json"),
            "Date", List.of("Tue, 24 Nov 2026 13:00:00 GMT"),
            "X-RateLimit-Limit", List.of("1000000000"),
            "X-RateLimit-Remaining", List.of("999999999"),
            "X-RateLimit-Reset", List.of("1795528800"),
            "RateLimit-Policy",
                List.of("\"resources\";q=1000000000;w=3600;qu=\"requests\";pk=:a2V5XzE=:"),
            "RateLimit", List.of("\"resources\";r=999999999;t=3600;pk=:a2V5XzE=:"));
    HttpHeaders fields =
        HttpHeaders.of(client == Client.LIMITED ? gateway : plain, (name, value) -> true);
    HttpClient stub = new StubClient(fields);
    http = client == Client.STUB ? stub : LimitedClient.of(stub);
  }

  @Benchmark
  public HttpResponse<Void> call() throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.discarding());
  }
}
