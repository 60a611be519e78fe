package io.tallygate.examples.jetty;

import io.tallygate.testing.Door;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The example in embedded Jetty. */
final class JettyDoor implements Door {

  private final Map<String, String> keys = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Server server;

  JettyDoor() throws Exception {
    server = LimitedJetty.start(0, keys);
  }

  @Override
  public InetSocketAddress address() {
    ServerConnector connector = (ServerConnector) server.getConnectors()[0];
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
  }

  @Override
  public String newKey() {
    int number = numbers.incrementAndGet();
    keys.put("key" + number, "id" + number);
    return "key" + number;
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
