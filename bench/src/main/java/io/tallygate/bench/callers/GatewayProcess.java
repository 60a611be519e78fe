package io.tallygate.bench.callers;

import com.sun.net.httpserver.HttpServer;
import io.tallygate.gateway.Gateway;
import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.GatewayConfig.Authentication;
import io.tallygate.gateway.GatewayConfig.Bounds;
import io.tallygate.gateway.GatewayConfig.Listen;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.GatewayConfig.Upstream;
import io.tallygate.gateway.key.KeyDirectory;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.policy.PolicyFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The real gateway with a short hour before an upstream that says yes, in a process of its own.
 *
 * <p>Prints its port. Then answers each line with a key by two: when calls with this key came, and
 * when those of them that were admitted came to the upstream. Ends with its input.
 */
public final class GatewayProcess {

  private GatewayProcess() {}

  public static void main(String[] args) throws IOException {
    Arrivals arrived = new Arrivals();
    Arrivals admitted = new Arrivals();
    HttpServer upstream = upstream(admitted);
    URI uri = URI.create("http://127.0.0.1:" + upstream.getAddress().getPort());
    PolicyFile policy = PolicyFile.bundled("videogen");
    try (Gateway gateway =
            Gateway.start(config(uri, Duration.parse(args[0])), policy, keys(arrived));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println(gateway.address().getPort());
      for (String token = lines.readLine(); token != null; token = lines.readLine()) {
        System.out.println(arrived.of(token));
        System.out.println(admitted.of(token));
      }
    }
    upstream.stop(0);
  }

  /** Every token that is asked for is a key of its own. */
  private static KeyDirectory keys(Arrivals arrived) {
    Map<String, KnownKey> known = new ConcurrentHashMap<>();
    return token -> {
      arrived.add(token);
      return known.computeIfAbsent(token, KnownKey::of);
    };
  }

  private static HttpServer upstream(Arrivals admitted) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String field = exchange.getRequestHeaders().getFirst("Authorization");
          admitted.add(field.substring("Bearer ".length()));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static GatewayConfig config(URI upstream, Duration hour) {
    Upstream before = Upstream.DEFAULT;
    return new GatewayConfig(
        new Listen("127.0.0.1", 0, "127.0.0.1", 0),
        new Upstream(
            upstream,
            "",
            before.connectTimeout(),
            before.responseTimeout(),
            before.connectionsMax()),
        new Authentication(Authentication.Judge.ISSUED, "Authorization", true),
        Bounds.DEFAULT,
        hour,
        Switches.DEFAULT);
  }
}
