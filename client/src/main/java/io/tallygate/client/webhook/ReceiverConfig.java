package io.tallygate.client.webhook;

import static io.tallygate.limiter.check.Checks.require;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where webhooks are received. Immutable.
 *
 * @param path begins with a slash; any other is answered 404
 * @param threads how many requests are served at the same time, 1 to 256
 * @param timeout for one request from its first byte to its answer, 1 s to 5 min
 */
public record ReceiverConfig(
    InetSocketAddress address, String path, int threads, Duration timeout) {

  /** A free port of this machine alone, {@code /}, 8 threads, 15 s. */
  public static final ReceiverConfig DEFAULT =
      new ReceiverConfig(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          "/",
          8,
          Duration.ofSeconds(15));

  public ReceiverConfig {
    require(path.startsWith("/"), "path must begin with a slash: path=%s", path);
    require(threads >= 1 && threads <= 256, "threads must be 1 to 256: threads=%s", threads);
    require(
        timeout.compareTo(Duration.ofSeconds(1)) >= 0
            && timeout.compareTo(Duration.ofMinutes(5)) <= 0,
        "timeout must be 1 s to 5 min: timeout=%s",
        timeout);
  }

  public ReceiverConfig withAddress(InetSocketAddress value) {
    return new ReceiverConfig(value, path, threads, timeout);
  }

  public ReceiverConfig withPath(String value) {
    return new ReceiverConfig(address, value, threads, timeout);
  }

  public ReceiverConfig withThreads(int value) {
    return new ReceiverConfig(address, path, value, timeout);
  }

  public ReceiverConfig withTimeout(Duration value) {
    return new ReceiverConfig(address, path, threads, value);
  }
}
