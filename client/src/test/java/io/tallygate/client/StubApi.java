package io.tallygate.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API on a free port, whose answers a test writes: status, fields, body. */
final class StubApi implements AutoCloseable {

  /** An answer; {@code fields} are lines of {@code Name: value}. */
  record Answer(int status, List<String> fields, String body) {

    static Answer of(int status, String... fields) {
      return new Answer(status, List.of(fields), "body of " + status);
    }
  }

  /** What the API does. */
  interface Behaviour {
    /** The answer; {@code number} counts the requests from 1. */
    Answer answer(int number, HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  StubApi(Behaviour behaviour) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          int number;
          synchronized (requests) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            number = requests.size();
          }
          exchange.getRequestBody().readAllBytes();
          Answer answer = behaviour.answer(number, exchange);
          for (String field : answer.fields()) {
            String[] parts = field.split(": ", 2);
            exchange.getResponseHeaders().add(parts[0], parts[1]);
          }
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** All requests that came, as method and path. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  HttpRequest get(String path) {
    return HttpRequest.newBuilder(uri(path)).build();
  }

  HttpRequest post(String path) {
    return HttpRequest.newBuilder(uri(path))
        .POST(HttpRequest.BodyPublishers.ofString("{}"))
        .build();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
