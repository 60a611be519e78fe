package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.policy.Gate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A page of another origin, in a real browser: it may call, and sees what every caller sees. */
@Tag("needs-chromium")
@Timeout(120)
final class BrowserIT {

  private static final String PAGE =
      """
      <!doctype html><title>caller</title><script>
      const call = async () => {
        const response = await fetch("GATEWAY/v1/things", {
          method: "POST", headers: {"Authorization": "Bearer k1"}});
        return [response.status].concat(["Limit", "Remaining", "Reset"].map(
            name => response.headers.get("X-RateLimit-" + name))).join(" ");
      };
      (async () => {
        const seen = [];
        try {
          for (let i = 0; i < 4; i++) seen.push(await call());
        } catch (e) {
          seen.push("failed " + e);
        }
        await fetch("/seen", {method: "POST", body: seen.join("\\n")});
      })();
      </script>
      """;

  @Test
  void crossOriginPage_passesThePreflight_readsTheFields_andSeesA429(@TempDir Path profile)
      throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String origin = "http://127.0.0.1:" + site.getAddress().getPort();
    Gate gate = new Gate("tg_key_", Ietf.DRAFT_10, List.of(origin), List.of());
    try (Fixture fixture = new Fixture(Fixture.policy(gate), GatewayConfig.DEFAULT)) {
      fixture.keys.add("k1");
      String gateway = "http://127.0.0.1:" + fixture.gateway.address().getPort();
      site.createContext("/", exchange -> answer(exchange, PAGE.replace("GATEWAY", gateway)));
      site.createContext(
          "/seen",
          exchange -> {
            seen.complete(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, "thanks");
          });
      site.start();
      Process browser = chromium(profile, origin + "/");
      List<String> lines;
      try {
        lines = seen.get(60, TimeUnit.SECONDS).lines().toList();
      } finally {
        browser.destroy();
        browser.waitFor(10, TimeUnit.SECONDS);
      }

      assertThat(lines).hasSize(4);
      assertThat(lines.get(0)).matches("200 3 2 [0-9]{10}");
      assertThat(lines.get(2)).matches("200 3 0 [0-9]{10}");
      assertThat(lines.get(3)).matches("429 3 0 [0-9]{10}");
    } finally {
      site.stop(0);
    }
  }

  private static Process chromium(Path profile, String url) throws IOException {
    try {
      return new ProcessBuilder(
              "chromium",
              "--headless",
              "--no-sandbox",
              "--disable-gpu",
              "--disable-quic",
              "--no-first-run",
              "--disable-background-networking",
              "--disable-component-update",
              "--disable-sync",
              "--user-data-dir=" + profile,
              "--remote-debugging-port=0",
              url)
          .redirectErrorStream(true)
          .redirectOutput(profile.resolve("chromium.log").toFile())
          .start();
    } catch (IOException e) {
      throw new IOException("this test needs chromium: apt-get install chromium", e);
    }
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }
}
