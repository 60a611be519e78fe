package io.tallygate.client;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** An HttpClient that is an API with fixed windows, in a time that a test moves. One thread. */
final class SimulatedApi extends HttpClient {

  /** Which header fields the API has. */
  enum Fields {
    X_RATE_LIMIT,
    IETF
  }

  private static final class Counter {
    long startSecond = Long.MIN_VALUE;
    long used;
  }

  private final FakeTime time;
  private final long limit;
  private final long periodSeconds;
  private final Fields fields;
  private final Map<String, Counter> counters = new HashMap<>();

  /** From a request to its answer; it is judged at once. */
  Duration latency = Duration.ofMillis(20);

  /** Which counter a path is charged to. */
  Function<String, String> group = path -> "all";

  /** When each admitted request came, in milliseconds from the start. */
  final List<Long> admittedMillis = new ArrayList<>();

  final List<String> paths = new ArrayList<>();
  int refused;

  SimulatedApi(FakeTime time, long limit, Duration period, Fields fields) {
    this.time = time;
    this.limit = limit;
    this.periodSeconds = period.toSeconds();
    this.fields = fields;
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    Answer<T> answer = new Answer<>(request, judge(request.uri().getPath()));
    return time.after(latency.toNanos()).thenApply(ignored -> answer);
  }

  private Map<String, List<String>> judge(String path) {
    String name = group.apply(path);
    Counter counter = counters.computeIfAbsent(name, key -> new Counter());
    long now = time.wallSecond();
    if (counter.startSecond == Long.MIN_VALUE || now >= counter.startSecond + periodSeconds) {
      counter.startSecond = now;
      counter.used = 0;
    }
    paths.add(path);
    Map<String, List<String>> head = new HashMap<>();
    boolean isAdmitted = counter.used < limit;
    head.put(":status", List.of(isAdmitted ? "200" : "429"));
    if (isAdmitted) {
      counter.used++;
      admittedMillis.add(time.sinceStart().toMillis());
    } else {
      refused++;
    }
    long reset = counter.startSecond + periodSeconds;
    long left = limit - counter.used;
    if (!isAdmitted) {
      head.put("Retry-After", List.of(Long.toString(reset - now)));
    }
    if (fields == Fields.IETF) {
      head.put("RateLimit-Policy", List.of("\"" + name + "\";q=" + limit + ";w=" + periodSeconds));
      head.put("RateLimit", List.of("\"" + name + "\";r=" + left + ";t=" + (reset - now)));
    } else {
      head.put("X-RateLimit-Limit", List.of(Long.toString(limit)));
      head.put("X-RateLimit-Remaining", List.of(Long.toString(left)));
      head.put("X-RateLimit-Reset", List.of(Long.toString(reset)));
    }
    return head;
  }

  private record Answer<T>(HttpRequest request, Map<String, List<String>> head)
      implements HttpResponse<T> {

    @Override
    public int statusCode() {
      return Integer.parseInt(head.getOrDefault(":status", List.of("0")).get(0));
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(head, (name, value) -> !name.startsWith(":"));
    }

    @Override
    @SuppressWarnings("NullAway") // as with BodyHandlers.discarding
    public T body() {
      return null;
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return request.uri();
    }

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.@Nullable PushPromiseHandler<T> pushes) {
    return sendAsync(request, handler);
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return Optional.empty();
  }

  @Override
  public Redirect followRedirects() {
    return Redirect.NEVER;
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return Optional.empty();
  }

  @Override
  public SSLContext sslContext() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SSLParameters sslParameters() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return Optional.empty();
  }

  @Override
  public Version version() {
    return Version.HTTP_1_1;
  }

  @Override
  public Optional<Executor> executor() {
    return Optional.empty();
  }
}
