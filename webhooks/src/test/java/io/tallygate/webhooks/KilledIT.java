package io.tallygate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.webhooks.destination.Addresses;
import io.tallygate.webhooks.destination.Reach;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed loses no message. */
@Timeout(120)
final class KilledIT {

  private static final String EVENT = "file.upload.completed";
  private static final int KILLS = Integer.getInteger("kills", 3);
  private static final int MESSAGES_EACH = 60;
  private static final WebhooksConfig CONFIG =
      WebhooksConfig.DEFAULT.withAddresses(
          new Addresses(Reach.PUBLIC_AND_LOOPBACK, Addresses.Resolver.SYSTEM));

  @TempDir Path folder;

  @Test
  void killed_whatWasPublished_isDeliveredAfterTheNextStart() throws Exception {
    Path file = folder.resolve("webhooks.db");
    Jdbi jdbi = TestDatabase.create(file);
    Set<String> published = new HashSet<>();
    try (Receiver receiver = new Receiver(number -> 200)) {
      try (Webhooks webhooks = Webhooks.start(jdbi, CONFIG, InstantSource.system())) {
        webhooks.create("me", new Subscription(receiver.url("/"), List.of(EVENT), null));
      }
      for (int i = 0; i < KILLS; i++) {
        published.addAll(publishAndKill(file, i));
      }
      assertThat(published).hasSizeGreaterThanOrEqualTo(KILLS * MESSAGES_EACH);

      // Later, so that what the dead had claimed is nobody's.
      InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(2));
      try (Webhooks webhooks = Webhooks.start(jdbi, CONFIG, later)) {
        while (!webhooks.deliveries("me", Optional.of(Delivery.State.PENDING), 1).isEmpty()) {
          LockSupport.parkNanos(5_000_000);
        }
        assertThat(webhooks.deliveries("me", Optional.of(Delivery.State.DEAD), 1)).isEmpty();
      }
      Set<String> received =
          receiver.got.stream().map(Receiver.Got::body).collect(Collectors.toSet());
      assertThat(received).containsAll(published);
    }
  }

  private static Set<String> publishAndKill(Path file, int round) throws Exception {
    Process publisher =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Publisher.class.getName(),
                file.toString(),
                Integer.toString(round))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Set<String> published = new HashSet<>();
    try (BufferedReader lines = publisher.inputReader()) {
      while (published.size() < MESSAGES_EACH) {
        published.add(lines.readLine());
      }
      publisher.toHandle().destroyForcibly(); // the process's own would close the pipe unread
      lines.lines().filter(line -> line.endsWith("}")).forEach(published::add);
    }
    assertThat(publisher.waitFor()).isEqualTo(128 + 9);
    return published;
  }

  /** Publishes without end, says what as soon as it is done, and delivers as it can. */
  static final class Publisher {

    private Publisher() {}

    public static void main(String[] args) {
      Jdbi jdbi = TestDatabase.open(Path.of(args[0]));
      try (Webhooks webhooks = Webhooks.start(jdbi, CONFIG, InstantSource.system())) {
        for (int i = 0; i < Integer.MAX_VALUE; i++) {
          String body = "{\"round\":" + args[1] + ",\"number\":" + i + "}";
          webhooks.publish("me", new Event(EVENT, body));
          System.out.println(body);
        }
      }
    }
  }
}
