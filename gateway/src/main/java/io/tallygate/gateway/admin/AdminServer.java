package io.tallygate.gateway.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The admin port: {@code /healthz}, {@code /readyz} and {@code /metrics}. */
public final class AdminServer implements AutoCloseable {

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService executor;

  private AdminServer(HttpServer server, ExecutorService executor) {
    this.server = server;
    this.executor = executor;
  }

  /**
   * Starts listening.
   *
   * @param trouble why the gateway should get no calls; empty if it should
   * @throws IOException if the port cannot be had
   */
  public static AdminServer start(
      InetSocketAddress address, Supplier<String> trouble, Supplier<String> metrics)
      throws IOException {
    HttpServer server = HttpServer.create(address, 16);
    ExecutorService executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "tallygate-admin");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(executor);
    server.createContext("/", exchange -> answer(exchange, 404, TEXT, "not found\n"));
    get(server, "/healthz", exchange -> answer(exchange, 200, TEXT, "ok\n"));
    get(server, "/readyz", exchange -> ready(exchange, trouble.get()));
    get(server, "/metrics", exchange -> answer(exchange, 200, PROMETHEUS, metrics.get()));
    server.start();
    return new AdminServer(server, executor);
  }

  private static void ready(HttpExchange exchange, String trouble) throws IOException {
    if (trouble.isEmpty()) {
      answer(exchange, 200, TEXT, "ready\n");
    } else {
      answer(exchange, 503, TEXT, trouble + "\n");
    }
  }

  private static void get(HttpServer server, String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          boolean read =
              exchange.getRequestMethod().equals("GET")
                  || exchange.getRequestMethod().equals("HEAD");
          if (!exchange.getRequestURI().getPath().equals(path)) {
            answer(exchange, 404, TEXT, "not found\n");
          } else if (!read) {
            answer(exchange, 405, TEXT, "GET only\n");
          } else {
            answer.to(exchange);
          }
        });
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdown();
  }
}
