package io.tallygate.gateway;

import io.tallygate.policy.PolicyFile;
import io.tallygate.testing.Door;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** The gateway before a service of its own. */
final class GatewayDoor implements Door {

  private final Fixture fixture;
  private final AtomicInteger keys = new AtomicInteger();

  GatewayDoor() throws IOException {
    fixture = new Fixture(PolicyFile.bundled("videogen"), GatewayConfig.DEFAULT);
  }

  @Override
  public InetSocketAddress address() {
    return fixture.gateway.address();
  }

  @Override
  public String newKey() {
    return fixture.keys.add("key" + keys.incrementAndGet());
  }

  @Override
  public void close() {
    fixture.close();
  }
}
