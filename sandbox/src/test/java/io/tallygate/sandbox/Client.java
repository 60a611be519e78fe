package io.tallygate.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a sandbox with one key; every answer is checked against the OpenAPI file. Thread-safe. */
final class Client {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final String base;
  private final String[] headers;

  Client(String base, String... headers) {
    this.base = base;
    this.headers = headers.clone();
  }

  static Client withKey(String base, String key) {
    return new Client(base, "Authorization", "Bearer " + key);
  }

  /** An answer of the API. */
  record Answer(int status, String text, HttpResponse<byte[]> response) {

    JsonNode json() {
      return MAPPER.readTree(text);
    }

    String at(String pointer) {
      return json().at(pointer).asString();
    }

    String code() {
      return status + " " + json().path("code").asString("");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Answer get(String path) {
    return call("GET", path, "");
  }

  Answer post(String path, String body) {
    return call("POST", path, body);
  }

  Answer delete(String path) {
    return call("DELETE", path, "");
  }

  Answer call(String method, String path, String body, String... more) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (more.length > 0) {
      request.headers(more);
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    request.method(
        method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    HttpResponse<byte[]> response = send(request.build());
    String text = new String(response.body(), StandardCharsets.UTF_8);
    if (!method.equals("HEAD")) {
      int query = path.indexOf('?');
      Contract.OF_THE_JAR.check(
          method, query < 0 ? path : path.substring(0, query), response.statusCode(), text);
    }
    return new Answer(response.statusCode(), text, response);
  }

  /** Without a key, to a link as it is. */
  static HttpResponse<byte[]> link(String method, String url, byte[] body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    request.method(
        method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    return send(request.build());
  }

  private static HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts a tool, and says the id of its execution. */
  String start(String tool, String body) {
    Answer answer = post("/v1/tools/" + tool, body);
    if (answer.status() != 202) {
      throw new IllegalStateException(answer.text());
    }
    return answer.at("/toolExecutionId");
  }

  Answer execution(String id) {
    return get("/v1/tools/executions/" + id);
  }

  /** Polls until it is in this state. */
  Answer await(String id, String status) {
    while (true) {
      Answer answer = execution(id);
      if (answer.at("/status").equals(status)) {
        return answer;
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  /** Runs a tool to its success, and says the id of its first file. */
  String made(String tool, String body) {
    return await(start(tool, body), "succeeded").at("/results/0/fileId");
  }

  /** Uploads, and waits until it is looked into. */
  String uploaded(String name, byte[] bytes) {
    Answer created =
        post("/v1/files/upload", MAPPER.createObjectNode().put("displayName", name).toString());
    HttpResponse<byte[]> put = link("PUT", created.at("/uploadUrl"), bytes);
    if (put.statusCode() != 200) {
      throw new IllegalStateException(new String(put.body(), StandardCharsets.UTF_8));
    }
    String id = created.at("/fileId");
    awaitSource(id, "downloadSource", "ready");
    return id;
  }

  Answer file(String id) {
    return get("/v1/files/" + id);
  }

  Answer awaitSource(String id, String source, String status) {
    while (true) {
      Answer answer = file(id);
      if (answer.at("/" + source + "/status").equals(status)) {
        return answer;
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}
