package io.tallygate.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.header.HeaderFields;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A service that limits its callers itself: 500 calls an hour for each of its two keys. */
public final class LimitedService {

  private final Limiter limiter = new Limiter(LimiterConfig.DEFAULT);
  private final Limit limit = new Limit("tools", 500, Duration.ofHours(1));
  private final Group tools = Group.of("tools", List.of(limit), List.of());
  private final LimitSet limits = limiter.limits(tools, WindowStart.FIRST_CALL);
  private final Map<String, Caller> callers =
      Map.of(
          "red", limiter.caller(Caller.Kind.KEY, "key_1", List.of()),
          "blue", limiter.caller(Caller.Kind.KEY, "key_2", List.of()));

  /** Starts the service; port 0 takes a free one. */
  public HttpServer start(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::handle);
    server.start();
    return server;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestHeaders().getFirst("X-Api-Key");
    Caller caller = key == null ? null : callers.get(key);
    int status = caller == null ? 401 : decide(caller, exchange);
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private int decide(Caller caller, HttpExchange exchange) {
    Decision decision = new Decision();
    limiter.decide(caller, limits, decision);
    HeaderFields.write(decision, HeaderFields.Ietf.DRAFT_10, exchange.getResponseHeaders()::set);
    return switch (decision.outcome()) {
      case ADMITTED, UNCOUNTED -> 204; // here the service would do its work
      case REFUSED -> 429;
      case COUNTERS_FULL -> 503;
    };
  }

  public static void main(String[] args) throws IOException {
    new LimitedService().start(8090);
  }
}
