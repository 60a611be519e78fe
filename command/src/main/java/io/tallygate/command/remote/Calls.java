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
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Requests to an admin API. What it refuses is thrown as the database would throw it. */
final class Calls {

  static final JsonMapper MAPPER = new JsonMapper();

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

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

  JsonNode get(String path) {
    return send(request(path).GET().build());
  }

  JsonNode delete(String path, Version seen) {
    return send(guarded(request(path), seen).DELETE().build());
  }

  JsonNode put(String path, ObjectNode body, Version seen) {
    return send(with("PUT", path, body, seen).build());
  }

  JsonNode patch(String path, ObjectNode body, Version seen) {
    return send(with("PATCH", path, body, seen).build());
  }

  /** Does it once, even if the answer to the first try was lost. */
  JsonNode post(String path, ObjectNode body, Version seen) {
    HttpRequest request =
        with("POST", path, body, seen)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .build();
    return send(request);
  }

  private HttpRequest.Builder with(String method, String path, ObjectNode body, Version seen) {
    return guarded(request(path), seen)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + "/v1" + path))
        .timeout(ANSWER_WITHIN)
        .header("Authorization", "Bearer " + token);
  }

  private static HttpRequest.Builder guarded(HttpRequest.Builder request, Version seen) {
    return seen.equals(Version.ANY)
        ? request
        : request.header("If-Match", "\"" + seen.change() + "\"");
  }

  private JsonNode send(HttpRequest request) {
    HttpResponse<byte[]> response;
    try {
      response = exchange(request);
    } catch (IOException e) {
      throw new DataException(
          Reason.UNAVAILABLE, "admin api cannot be reached: url=%s cause=%s".formatted(url, e), e);
    }
    JsonNode body;
    try {
      body = MAPPER.readTree(response.body());
    } catch (JacksonException e) {
      throw notOurs(response.statusCode());
    }
    if (response.statusCode() / 100 == 2) {
      return body;
    }
    if (!body.has("code") || !body.has("detail")) {
      throw notOurs(response.statusCode());
    }
    throw refusal(
        response.statusCode(), body.get("code").asString(), body.get("detail").asString());
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
    try {
      try {
        return client.send(request, BodyHandlers.ofByteArray());
      } catch (IOException e) {
        // Once more: a POST has its idempotency key, and all else may be done twice.
        return client.send(request, BodyHandlers.ofByteArray());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private DataException notOurs(int status) {
    return new DataException(
        Reason.UNAVAILABLE,
        "no admin api answers there; admin-url must be a server's admin port: url=%s status=%s"
            .formatted(url, status));
  }

  private RuntimeException refusal(int status, String code, String detail) {
    return switch (code) {
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
