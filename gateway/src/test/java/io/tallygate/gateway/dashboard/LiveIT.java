package io.tallygate.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.config.RoutesConfig;
import io.tallygate.gateway.admin.AdminServer;
import io.tallygate.gateway.admin.Site;
import io.tallygate.gateway.metrics.Scrape;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Figures for many browsers, some of which do not read what they are sent. */
@Timeout(60)
final class LiveIT {

  /** More than fits between two programs: who does not read it keeps its sender waiting. */
  private static final String FIGURES = "x".repeat(2 << 20);

  private static final int STALLED = 8;

  private final Patience patience = new Patience();
  private final Live live =
      new Live(() -> out -> out.writeContent(FIGURES), cookie -> true, patience);

  private AdminServer server() throws IOException {
    Site site =
        new Site() {
          @Override
          public void addTo(RoutesConfig routes) {
            routes.get("/live", live::join);
          }

          @Override
          public void close() {
            live.close();
            patience.close();
          }
        };
    return AdminServer.start(
        new AdminServer.Place(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of()),
        new AdminServer.Parts(
            new AdminServer.Health(() -> "", accept -> new Scrape("text/plain", "")),
            Optional.empty(),
            List.of(site)),
        Ticker.SYSTEM);
  }

  private static RawClient join(AdminServer server) throws IOException {
    RawClient client = new RawClient(server.address());
    client.send("GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n");
    return client;
  }

  private void awaitWatchers(int count) {
    while (live.watchers() != count) {
      assertThat(Thread.interrupted()).as("waited in vain: watchers=" + live.watchers()).isFalse();
    }
  }

  /** Reads until one event is whole. */
  private static void readEvent(RawClient client) throws IOException {
    long bytes = 0;
    byte[] part = new byte[1 << 16];
    while (bytes < FIGURES.length()) {
      int count = client.in().read(part);
      assertThat(count).as("the stream goes on").isPositive();
      assertThat(Thread.interrupted()).as("all are sent to in vain").isFalse();
      bytes += count;
    }
  }

  /** Reads a little, so that the connection is never idle. */
  private static void sip(RawClient client) {
    try {
      client.in().readNBytes(1 << 16);
    } catch (IOException e) {
      // it was dropped, as it should be
    }
  }

  @Test
  void browsersThatDoNotRead_holdUpNoOther_andAreDropped() throws IOException {
    try (AdminServer server = server()) {
      RawClient[] stalled = new RawClient[STALLED];
      for (int i = 0; i < STALLED; i++) {
        stalled[i] = join(server);
      }
      awaitWatchers(STALLED);
      try (RawClient reader = join(server)) {
        awaitWatchers(STALLED + 1);
        readEvent(reader);
        readEvent(reader);
        assertThat(live.watchers()).as("before any was dropped").isEqualTo(STALLED + 1);

        while (live.watchers() != 1) {
          readEvent(reader);
          sip(stalled[0]);
        }
        readEvent(reader);
      }
      for (RawClient client : stalled) {
        client.close();
      }
    }
  }
}
