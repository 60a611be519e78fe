package io.tallygate.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LimitedServiceIT {

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new LimitedService().start(0);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void service_fiveHundredAndOneCalls_admitsFiveHundred() throws IOException {
    HttpURLConnection first = call("red");
    assertThat(first.getResponseCode()).isEqualTo(204);
    assertThat(first.getHeaderField("X-RateLimit-Limit")).isEqualTo("500");
    assertThat(first.getHeaderField("X-RateLimit-Remaining")).isEqualTo("499");
    assertThat(first.getHeaderField("RateLimit")).startsWith("\"tools\";r=499;t=");
    assertThat(first.getHeaderField("Retry-After")).isNull();

    for (int i = 1; i < 500; i++) {
      assertThat(call("red").getResponseCode()).isEqualTo(204);
    }

    HttpURLConnection refused = call("red");
    assertThat(refused.getResponseCode()).isEqualTo(429);
    assertThat(refused.getHeaderField("X-RateLimit-Limit")).isEqualTo("500");
    assertThat(refused.getHeaderField("X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(refused.getHeaderField("X-RateLimit-Reset"))
        .isEqualTo(first.getHeaderField("X-RateLimit-Reset"));
    assertThat(refused.getHeaderFieldLong("Retry-After", 0)).isBetween(1L, 3600L);
    assertThat(call("blue").getResponseCode()).as("another key").isEqualTo(204);
  }

  @Test
  void service_unknownKey_is401() throws IOException {
    assertThat(call("green").getResponseCode()).isEqualTo(401);
  }

  private HttpURLConnection call(String key) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/tools/cut");
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestProperty("X-Api-Key", key);
    return connection;
  }
}
