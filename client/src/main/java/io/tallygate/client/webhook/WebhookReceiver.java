package io.tallygate.client.webhook;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small server for webhooks alone, on the JDK's own; needs the module {@code jdk.httpserver}. It
 * speaks plain HTTP: on the open internet it stands behind a server that speaks TLS. Thread-safe.
 *
 * <p>Statuses are those of {@link Receipt}; 404 for another path, 405 for another method, and a
 * connection that is closed for a request that took too long.
 */
public final class WebhookReceiver implements AutoCloseable {

  private static final int STOP_SECONDS = 1;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;

  private final HttpServer server;
  private final ReceiverConfig config;
  private final Webhooks<?> webhooks;
  private final ExecutorService threads;
  private final ScheduledExecutorService timer;

  private WebhookReceiver(HttpServer server, ReceiverConfig config, Webhooks<?> webhooks) {
    this.server = server;
    this.config = config;
    this.webhooks = webhooks;
    this.threads = Executors.newFixedThreadPool(config.threads(), named("tallygate-webhook-"));
    this.timer = Executors.newSingleThreadScheduledExecutor(named("tallygate-webhook-timer-"));
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the address cannot be had
   */
  public static WebhookReceiver start(ReceiverConfig config, Webhooks<?> webhooks)
      throws IOException {
    HttpServer server = HttpServer.create(config.address(), 0);
    WebhookReceiver receiver = new WebhookReceiver(server, config, webhooks);
    server.setExecutor(receiver::run);
    server.createContext("/", receiver::answer);
    server.start();
    return receiver;
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Where it listens; with the port that was free. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** {@code http://HOST:PORT/PATH}, as this machine reaches it. */
  public URI uri() {
    String host = address().getAddress().getHostAddress();
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + bracketed + ":" + address().getPort() + config.path());
  }

  /** An interrupted thread closes the connection that it reads, so that nobody holds it longer. */
  private void run(Runnable request) {
    threads.execute(
        () -> {
          FutureTask<Void> task = new FutureTask<>(request, null);
          Future<?> end =
              timer.schedule(
                  () -> task.cancel(true), config.timeout().toMillis(), TimeUnit.MILLISECONDS);
          task.run();
          end.cancel(false);
        });
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status(exchange), -1);
    }
  }

  private int status(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getRawPath().equals(config.path())) {
      return NOT_FOUND;
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      return NOT_ALLOWED;
    }
    Headers fields = exchange.getRequestHeaders();
    // What is over the bound is not read: closing the exchange then closes the connection.
    byte[] body = exchange.getRequestBody().readNBytes(webhooks.bodyMax() + 1);
    return webhooks.receive(fields::getFirst, body).status();
  }

  /** Lets requests that are being served end, for a second at most, and stops listening. */
  @Override
  public void close() {
    server.stop(STOP_SECONDS);
    threads.shutdownNow();
    timer.shutdownNow();
  }
}
