package io.tallygate.bench.watching;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody who has the dashboard open, and reads its live figures. */
final class Viewer implements AutoCloseable {

  private static final String EVENTS = "text/event-stream";

  private final InputStream live;
  private final AtomicLong read = new AtomicLong();

  private Viewer(InputStream live) {
    this.live = live;
    Thread reader = new Thread(this::read, "viewer");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Logs in and opens it.
   *
   * @param token of an administrator
   */
  static Viewer open(int adminPort, String token) throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    String origin = "http://127.0.0.1:" + adminPort;
    HttpRequest login =
        HttpRequest.newBuilder(URI.create(origin + "/dashboard/login"))
            .header("Origin", origin)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("token=" + token))
            .build();
    HttpResponse<Void> answer = http.send(login, BodyHandlers.discarding());
    String cookie = answer.headers().firstValue("Set-Cookie").orElse("");
    if (answer.statusCode() != 303 || cookie.isEmpty()) {
      throw new IOException("viewer must be let in: status=" + answer.statusCode());
    }
    HttpRequest figures =
        HttpRequest.newBuilder(URI.create(origin + "/dashboard/live"))
            .header("Accept", EVENTS)
            .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
            .build();
    HttpResponse<InputStream> stream = http.send(figures, BodyHandlers.ofInputStream());
    String type = stream.headers().firstValue("Content-Type").orElse("");
    if (!type.startsWith(EVENTS)) {
      throw new IOException("viewer must get the figures: status=" + stream.statusCode());
    }
    return new Viewer(stream.body());
  }

  private void read() {
    byte[] bytes = new byte[1 << 12];
    try {
      for (int count = live.read(bytes); count > 0; count = live.read(bytes)) {
        read.addAndGet(count);
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  /** How many bytes of figures came. */
  long bytes() {
    return read.get();
  }

  @Override
  public void close() throws IOException {
    live.close();
  }
}
