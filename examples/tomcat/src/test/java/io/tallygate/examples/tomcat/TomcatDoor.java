package io.tallygate.examples.tomcat;

import io.tallygate.testing.Door;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** The example in embedded Tomcat. */
final class TomcatDoor implements Door {

  private final Map<String, String> keys = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Tomcat tomcat;

  TomcatDoor() throws LifecycleException {
    tomcat = LimitedTomcat.start(0, Path.of("target/tomcat").toAbsolutePath().toString(), keys);
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort());
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
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IOException(e);
    }
  }
}
