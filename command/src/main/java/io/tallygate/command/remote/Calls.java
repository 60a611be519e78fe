package io.tallygate.command.remote;

import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Version;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Requests to an admin API. What it refuses is thrown as the database would throw it. */
final class Calls {

  static final JsonMapper MAPPER = new JsonMapper();

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final long ANSWER_BYTES_MAX = 16 << 20;

  private final String url;
  private final String token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_WITHIN)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Calls(URI url, String token) {
    this.url = url.toString().replaceFirst("/+$", "");
    this.token = token;
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A text as a segment of a path or a value of a query. */
  static String quoted(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** What a page is asked for by. */
  static String query(Page.Request page) {
    return "?size=" + page.size() + (page.cursor().isEmpty() ? "" : "&cursor=" + page.cursor());
  }

  <T> T get(String path, Function<JsonNode, T> read) {
    return send(request(path).GET(), read);
  }

  <T> T delete(String path, Version seen, Function<JsonNode, T> read) {
    return send(guarded(request(path), seen).DELETE(), read);
  }

  <T> T put(String path, ObjectNode body, Version seen, Function<JsonNode, T> read) {
    return send(with("PUT", path, body, seen), read);
  }

  <T> T patch(String path, ObjectNode body, Version seen, Function<JsonNode, T> read) {
    return send(with("PATCH", path, body, seen), read);
  }

  /** Does it once, even if the answer to the first try was lost. */
  <T> T post(String path, ObjectNode body, Version seen, Function<JsonNode, T> read) {
    String once = UUID.randomUUID().toString();
    return send(with("POST", path, body, seen).header("Idempotency-Key", once), read);
  }

  private HttpRequest.Builder with(String method, String path, ObjectNode body, Version seen) {
    return guarded(request(path), seen)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + "/v1" + path))
        .header("Authorization", "Bearer " + token);
  }

  private static HttpRequest.Builder guarded(HttpRequest.Builder request, Version seen) {
    return seen.equals(Version.ANY)
        ? request
        : request.header("If-Match", "\"" + seen.change() + "\"");
  }

  private <T> T send(HttpRequest.Builder request, Function<JsonNode, T> read) {
    HttpResponse<byte[]> response;
    try {
      response = exchange(request.build());
    } catch (IOException e) {
      throw new DataException(
          Reason.UNAVAILABLE, "admin api cannot be reached: url=%s cause=%s".formatted(url, e), e);
    }
    int status = response.statusCode();
    JsonNode body;
    try {
      body = MAPPER.readTree(response.body());
    } catch (JacksonException e) {
      throw notOurs(status);
    }
    if (status / 100 != 2) {
      throw refusal(status, body);
    }
    try {
      return read.apply(body);
    } catch (RuntimeException e) { // whatever is wrong with it
      throw notOurs(status);
    }
  }

  /** The whole answer, or an exception: the request's own time limit ends with the head. */
  private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
    try {
      return once(request);
    } catch (HttpTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // Once more: a POST has its idempotency key, and all else may be done twice.
      return once(request);
    }
  }

  private HttpResponse<byte[]> once(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, head -> new BoundedBody(ANSWER_BYTES_MAX));
    try {
      return answer.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no answer within %s s".formatted(ANSWER_WITHIN.toSeconds()));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  private DataException notOurs(int status) {
    return new DataException(
        Reason.UNAVAILABLE,
        "no admin api answers there; admin-url must be a server's admin port: url=%s status=%s"
            .formatted(url, status));
  }

  private RuntimeException refusal(int status, JsonNode body) {
    if (!body.has("code") || !body.has("detail")) {
      return notOurs(status);
    }
    String detail = body.get("detail").asString();
    return switch (body.get("code").asString()) {
      case "invalid_request" -> new IllegalArgumentException(detail);
      case "not_found" -> new DataException(Reason.NOT_FOUND, detail);
      case "conflict" -> new DataException(Reason.CONFLICT, detail);
      case "stale" -> new DataException(Reason.STALE, detail);
      case "full" -> new DataException(Reason.FULL, detail);
      case "unavailable" -> new DataException(Reason.UNAVAILABLE, detail);
      default ->
          new DataException(
              Reason.UNAVAILABLE,
              "admin api refused: %s: url=%s status=%s".formatted(detail, url, status));
    };
  }
}
