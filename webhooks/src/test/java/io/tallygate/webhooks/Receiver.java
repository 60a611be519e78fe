package io.tallygate.webhooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/** A server on this machine that is told, and answers as the test says. */
final class Receiver implements AutoCloseable {

  /** What came, whole. */
  record Got(String path, Map<String, String> fields, String body) {

    String field(String name) {
      return fields.getOrDefault(name, "");
    }
  }

  final List<Got> got = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile Map<String, String> answerFields = Map.of();

  /**
   * Starts.
   *
   * @param status by the number of the request, from 0; 0 for no answer
   */
  Receiver(IntUnaryOperator status) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, status));
    server.start();
  }

  private void answer(HttpExchange exchange, IntUnaryOperator status) throws IOException {
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> fields.put(name, values.get(0)));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int number;
    synchronized (this) {
      number = got.size();
      got.add(new Got(exchange.getRequestURI().getPath(), fields, body));
    }
    int code = status.applyAsInt(number);
    if (code != 0) {
      answerFields.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.sendResponseHeaders(code, -1);
      exchange.close();
    }
  }

  void answerWith(Map<String, String> fields) {
    answerFields = fields;
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
