package io.tallygate.videogen;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API on a free port, which answers as a test says. */
final class StubApi implements AutoCloseable {

  /** What it answers; {@code length} is what its head says of the body. */
  record Answer(int status, String body, long length) {

    static Answer of(int status, String body) {
      String json = body.replace('\'', '"');
      return new Answer(status, json, json.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  /** What it does; {@code number} counts the requests from 1. */
  interface Behaviour {
    Answer answer(int number, HttpExchange exchange) throws IOException;
  }

  /** Method, path with query, credentials and body of each request. */
  final List<List<String>> requests = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  StubApi(Behaviour behaviour) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> serve(behaviour, exchange));
    server.start();
  }

  private void serve(Behaviour behaviour, HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    int number;
    synchronized (this) {
      requests.add(
          List.of(exchange.getRequestMethod(), exchange.getRequestURI().toString(), key, body));
      number = requests.size();
    }
    Answer answer = behaviour.answer(number, exchange);
    exchange.sendResponseHeaders(answer.status(), answer.length() == 0 ? -1 : answer.length());
    if (answer.length() != 0) {
      exchange.getResponseBody().write(answer.body().getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
    }
    exchange.close();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
