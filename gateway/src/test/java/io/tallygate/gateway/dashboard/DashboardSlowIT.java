package io.tallygate.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.Role;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Browsers that send their forms byte by byte. */
@Timeout(60)
final class DashboardSlowIT {

  private static final int PAUSE_MILLIS = 200;

  private DashboardFixture fixture;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    fixture = new DashboardFixture(folder.resolve("data"));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** The beginning of a form that has 1,000 bytes. */
  private static String head(Visitor visitor, String path) {
    return """
        POST /dashboard%s HTTP/1.1\r
        Host: %s\r
        Origin: %s\r
        Cookie: %s=%s\r
        Content-Type: application/x-www-form-urlencoded\r
        Content-Length: 1000\r
        \r
        t"""
        .formatted(path, visitor.host(), visitor.origin(), Browser.COOKIE, visitor.cookie());
  }

  @Test
  void slowLogins_holdUpNoPage_norAnyFormOfWhoIsLoggedIn() throws IOException {
    Visitor visitor = fixture.visitor(Role.OPERATE);
    Visitor stranger = fixture.visitor();
    Map<String, String> login = Map.of("token", fixture.token(Role.READ).secret());
    List<RawClient> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * (Dashboard.VISITS_MAX + Dashboard.LOGINS_MAX); i++) {
        RawClient client = new RawClient(fixture.gateway.adminAddress());
        client.send(head(stranger, "/login"));
        slow.add(client);
      }
      while (fixture.visitor().post("/login", login).status() != 503) {
        assertThat(Thread.interrupted()).as("the slow ones came in vain").isFalse();
      }

      for (int i = 0; i < 10; i++) {
        Response page = visitor.get("/keys");
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        assertThat(visitor.submit("/keys", Map.of("name", "k" + i)).status()).isEqualTo(303);
      }
      assertThat(fixture.visitor().post("/login", login).status())
          .as("they are still there")
          .isEqualTo(503);
    } finally {
      for (RawClient client : slow) {
        client.close();
      }
    }
    while (fixture.visitor().post("/login", login).status() != 303) {
      assertThat(Thread.interrupted()).as("the door stays shut").isFalse();
    }
  }

  @Test
  void formThatDoesNotEnd_losesItsConnection_inAFewSeconds() throws IOException {
    for (String path : List.of("/login", "/keys")) {
      Visitor visitor = fixture.visitor(Role.ADMIN);
      long start = System.nanoTime();

      long bytes = drip(head(visitor, path));

      double seconds = (System.nanoTime() - start) / 1e9;
      assertThat(seconds).as(path).isBetween(Patience.FORM_MAX.toSeconds() - 0.5, 12.0);
      assertThat(bytes).as("it was never idle").isGreaterThan(10);
    }
  }

  /** Sends a byte now and then until the connection has ended; returns how many. */
  private long drip(String head) throws IOException {
    InetSocketAddress address = fixture.gateway.adminAddress();
    long bytes = 0;
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(PAUSE_MILLIS);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      while (true) {
        try {
          if (socket.getInputStream().read() < 0) {
            return bytes;
          }
        } catch (SocketTimeoutException e) {
          socket.getOutputStream().write('x');
          bytes++;
          assertThat(Thread.interrupted()).as("it goes on for ever: bytes=" + bytes).isFalse();
        }
      }
    } catch (java.net.SocketException e) {
      return bytes; // ended while we wrote
    }
  }
}
