package io.tallygate.videogen;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.client.CacheConfig;
import io.tallygate.client.CachedClient;
import io.tallygate.client.ClientConfig;
import io.tallygate.client.LimitView;
import io.tallygate.client.LimitedClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sends calls with the key, and makes records or exceptions of what is answered. Thread-safe. */
final class Api {

  /** The groups that {@code Executions} keeps within: polls of executions, and of uploads. */
  static final String EXECUTIONS = "executions";

  static final String HYDRATE = "hydrate";

  private static final int ANSWER_BYTES_MAX = 64 << 20; // a list of 10,000 files has some 20 MiB
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  private static final Pattern EXECUTION_PATH = Pattern.compile(".*/v1/tools/executions/[^/]+");
  private static final Pattern HYDRATE_PATH = Pattern.compile(".*/v1/files/[^/]+/hydrate");

  private final String key;
  private final String base;
  private final LimitedClient limited;
  private final HttpClient cached;

  Api(VideoGenConfig config) {
    this.key = config.key();
    this.base = config.base().toString().replaceAll("/+$", "");
    ClientConfig client = config.client();
    this.limited =
        LimitedClient.of(
            config.http(),
            client.withGroupRule(
                request -> polled(request).or(() -> client.groupRule().group(request))));
    String resources = URI.create(base + "/v1/resources/").getPath();
    this.cached =
        CachedClient.of(
            limited, CacheConfig.DEFAULT.withTimeToLive(resources, config.resourcesFresh()));
  }

  /** Known beforehand, for whoever waits needs to find what is known of these. */
  private static Optional<String> polled(HttpRequest request) {
    String path = String.valueOf(request.uri().getPath());
    if (request.method().equals("GET") && EXECUTION_PATH.matcher(path).matches()) {
      return Optional.of(EXECUTIONS);
    }
    return HYDRATE_PATH.matcher(path).matches() ? Optional.of(HYDRATE) : Optional.empty();
  }

  /**
   * A request.
   *
   * @param path from {@code /v1} on
   * @param body to be JSON; null for none
   */
  record Call(String method, String path, @Nullable Object body) {

    static Call get(String path) {
      return new Call("GET", path, null);
    }

    static Call post(String path) {
      return new Call("POST", path, null);
    }

    static Call post(String path, Object body) {
      return new Call("POST", path, body);
    }
  }

  /**
   * An id, as part of a path.
   *
   * @throws IllegalArgumentException if it could mean another path
   */
  static String id(String id) {
    require(ID.matcher(id).matches(), "id must be 1 to 128 of A-Z a-z 0-9 _ -: id=%s", id);
    return id;
  }

  static String encoded(String queryValue) {
    return URLEncoder.encode(queryValue, StandardCharsets.UTF_8);
  }

  List<LimitView> limits() {
    return limited.limits();
  }

  List<LimitView> limits(String group) {
    return limited.limits().stream().filter(it -> it.group().equals(group)).toList();
  }

  <T> T call(Call call, Class<T> type) throws IOException, InterruptedException {
    return read(send(call), type);
  }

  JsonNode tree(Call call) throws IOException, InterruptedException {
    return Json.tree(checked(send(call)));
  }

  /** For calls whose answer has no body. */
  void run(Call call) throws IOException, InterruptedException {
    checked(send(call));
  }

  private HttpResponse<byte[]> send(Call call) throws IOException, InterruptedException {
    return cached.send(request(call), head -> new BoundedBody(ANSWER_BYTES_MAX));
  }

  /** The same without a thread that waits. What is no JSON fails it with an IOException. */
  <T> CompletableFuture<T> ask(Call call, Class<T> type) {
    CompletableFuture<HttpResponse<byte[]>> sent =
        limited.sendAsync(request(call), head -> new BoundedBody(ANSWER_BYTES_MAX));
    CompletableFuture<T> result = new CompletableFuture<>();
    sent.whenComplete(
        (answer, failure) -> {
          if (failure != null) {
            result.completeExceptionally(failure);
            return;
          }
          try {
            result.complete(read(answer, type));
          } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  private HttpRequest request(Call call) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(base + call.path()))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + key)
            .header("Accept", "application/json");
    BodyPublisher body = BodyPublishers.noBody();
    if (call.body() != null) {
      builder.header("Content-Type", "application/json");
      body = BodyPublishers.ofByteArray(Json.write(call.body()));
    }
    return builder.method(call.method(), body).build();
  }

  private static <T> T read(HttpResponse<byte[]> answer, Class<T> type) throws IOException {
    return Json.read(Json.tree(checked(answer)), type);
  }

  private static byte[] checked(HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      return answer.body();
    }
    throw VideoGenException.of(status, error(answer.body()));
  }

  /** Also for what a proxy answers, which may be anything. */
  private static ApiError error(byte[] body) {
    try {
      ApiError error = Json.read(Json.tree(body), ApiError.class);
      if (error != null && error.message() != null) {
        return error;
      }
    } catch (IOException e) {
      // Said below.
    }
    return new ApiError("no error as the API documents it: bytes=" + body.length, null, null, null);
  }
}
