package io.tallygate.gateway;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that is told of alerts, and answers each with what a test wants. */
public final class AlertReceiver implements AutoCloseable {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private volatile IntUnaryOperator status;

  /** One request; fields by their names in any case. */
  public record Got(String path, Map<String, String> fields, String body) {

    public String id() {
      return fields.getOrDefault("webhook-id", "");
    }

    public JsonNode json() {
      return MAPPER.readTree(body);
    }

    public String text(String name) {
      JsonNode value = json().get(name);
      return value == null ? "" : value.asString();
    }
  }

  /**
   * Starts.
   *
   * @param status of the answer to request number …, from 0
   */
  public AlertReceiver(IntUnaryOperator status) throws IOException {
    this.status = status;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
  }

  private void receive(HttpExchange exchange) throws IOException {
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> fields.put(name, values.get(0)));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int number;
    synchronized (this) {
      number = got.size();
      got.add(new Got(exchange.getRequestURI().getPath(), fields, body));
    }
    exchange.sendResponseHeaders(status.applyAsInt(number), -1);
    exchange.close();
  }

  public void answerWith(IntUnaryOperator value) {
    status = value;
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** All that came, in order. */
  public List<Got> got() {
    return got;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
