package io.tallygate.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An API with two endpoints, {@code /v1/things} and {@code /v1/parts}: either without limits, or
 * with a hundred calls a day of its own, where a 404 is free.
 */
final class StubApi implements AutoCloseable {

  static final String KEY = "stub-key-0123456789";
  static final long LIMIT = 100;
  static final long DAY_SECONDS = 86_400;

  private static final List<String> PATHS = List.of("/v1/things", "/v1/parts");

  /** How it counts. */
  enum Rule {
    CLOCK,
    EACH_ENDPOINT,
    NO_LIMITS
  }

  private final HttpServer server;
  private final List<Rule> rules;
  private final Map<String, long[]> counters = new ConcurrentHashMap<>(); // end, used
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  private StubApi(HttpServer server, List<Rule> rules) {
    this.server = server;
    this.rules = rules;
  }

  /** Windows start by the first call and are shared, but for what the rules say. */
  static StubApi start(Rule... rules) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StubApi api = new StubApi(server, List.of(rules));
    server.createContext("/", api::answer);
    server.start();
    return api;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Methods and paths, as they came. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + path);
      boolean known = PATHS.contains(path);
      if (!rules.contains(Rule.NO_LIMITS)) {
        String key = exchange.getRequestHeaders().getFirst("Authorization");
        if (!("Bearer " + KEY).equals(key)) {
          exchange.sendResponseHeaders(401, -1);
          return;
        }
        count(exchange, rules.contains(Rule.EACH_ENDPOINT) ? path : "", known ? 1 : 0);
      }
      boolean same = exchange.getRequestHeaders().containsKey("If-None-Match");
      exchange.getResponseHeaders().set("ETag", "\"v1\"");
      exchange.sendResponseHeaders(!known ? 404 : same ? 304 : 200, -1);
    }
  }

  private void count(HttpExchange exchange, String counter, int cost) {
    long second = Ticker.SYSTEM.wallMicros() / 1_000_000;
    long end =
        rules.contains(Rule.CLOCK)
            ? (second / DAY_SECONDS + 1) * DAY_SECONDS
            : second + DAY_SECONDS;
    long[] window = counters.computeIfAbsent(counter, it -> new long[] {end, 0});
    window[1] += cost;
    var fields = exchange.getResponseHeaders();
    fields.set("X-RateLimit-Limit", String.valueOf(LIMIT));
    fields.set("X-RateLimit-Remaining", String.valueOf(LIMIT - window[1]));
    fields.set("X-RateLimit-Reset", String.valueOf(window[0]));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
