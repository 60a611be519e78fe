package io.tallygate.examples.spring;

import io.tallygate.testing.Door;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** The example in Spring Boot. */
final class SpringDoor implements Door {

  private final AtomicInteger numbers = new AtomicInteger();
  private final ServletWebServerApplicationContext context;

  SpringDoor() {
    context =
        (ServletWebServerApplicationContext)
            SpringApplication.run(
                LimitedApplication.class, "--server.port=0", "--server.address=127.0.0.1");
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), context.getWebServer().getPort());
  }

  @Override
  public String newKey() {
    int number = numbers.incrementAndGet();
    context.getBean(Keys.class).add("key" + number, "id" + number);
    return "key" + number;
  }

  @Override
  public void close() {
    context.close();
  }
}
