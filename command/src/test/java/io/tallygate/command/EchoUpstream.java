package io.tallygate.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What stands behind a gateway in place of an API: it answers every request with what reached it,
 * less what is secret. The field {@code X-Echo-Status: 404} asks for another status.
 */
final class EchoUpstream implements AutoCloseable {

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int THREADS = 16;
  private static final String STATUS_FIELD = "X-Echo-Status";
  private static final Pattern STATUS = Pattern.compile("[2-5][0-9][0-9]");
  private static final Set<Integer> BODILESS = Set.of(204, 205, 304);

  private static final Set<String> SECRET =
      Set.of("x-tallygate-proof", "authorization", "proxy-authorization", "cookie", "x-api-key");

  private static final String MESSAGE =
      "This is an echo, not an API: it shows the request that reached it.";

  private final HttpServer server;
  private final ExecutorService threads;

  private EchoUpstream(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** Listens on a free port of the loopback address. */
  static EchoUpstream start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "tallygate-echo");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", EchoUpstream::answer);
    server.start();
    return new EchoUpstream(server, threads);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      long bodyBytes;
      try (InputStream body = exchange.getRequestBody()) {
        bodyBytes = body.transferTo(OutputStream.nullOutputStream());
      }
      int status = status(exchange.getRequestHeaders().getFirst(STATUS_FIELD));
      byte[] text = text(exchange, bodyBytes).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      if (BODILESS.contains(status) || exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      exchange.sendResponseHeaders(status, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  private static int status(@Nullable String wanted) {
    return wanted != null && STATUS.matcher(wanted).matches() ? Integer.parseInt(wanted) : 200;
  }

  private static String text(HttpExchange exchange, long bodyBytes) {
    ObjectNode node =
        Json.MAPPER
            .createObjectNode()
            .put("message", MESSAGE)
            .put("method", exchange.getRequestMethod())
            .put("path", exchange.getRequestURI().toString())
            .put("bodyBytes", bodyBytes);
    ObjectNode headers = node.putObject("headers");
    for (Map.Entry<String, List<String>> field :
        new TreeMap<>(exchange.getRequestHeaders()).entrySet()) {
      if (!SECRET.contains(field.getKey().toLowerCase(Locale.ROOT))) {
        headers.put(field.getKey(), String.join(", ", field.getValue()));
      }
    }
    return Json.text(node);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
