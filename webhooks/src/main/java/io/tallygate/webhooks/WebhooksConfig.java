package io.tallygate.webhooks;

import io.tallygate.webhooks.destination.Addresses;
import io.tallygate.webhooks.destination.Reach;
import java.time.Duration;

/**
 * How webhooks are delivered.
 *
 * @param addresses where deliveries may go
 * @param timeout for one attempt: over 0, at most {@link #TIMEOUT_MAX}
 * @param keep how long messages are kept that are delivered or dead
 */
public record WebhooksConfig(
    Addresses addresses, Schedule schedule, Duration timeout, Duration keep) {

  public static final Duration TIMEOUT_MAX = Duration.ofSeconds(60);

  public static final WebhooksConfig DEFAULT =
      new WebhooksConfig(
          new Addresses(Reach.PUBLIC, Addresses.Resolver.SYSTEM),
          Schedule.DAY,
          Duration.ofSeconds(15),
          Duration.ofDays(30));

  public WebhooksConfig {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(TIMEOUT_MAX) > 0) {
      throw new IllegalArgumentException(
          "timeout must be over 0 and at most %s: timeout=%s".formatted(TIMEOUT_MAX, timeout));
    }
    if (keep.isNegative()) {
      throw new IllegalArgumentException("keep must not be negative: keep=" + keep);
    }
  }

  public WebhooksConfig withAddresses(Addresses value) {
    return new WebhooksConfig(value, schedule, timeout, keep);
  }

  public WebhooksConfig withSchedule(Schedule value) {
    return new WebhooksConfig(addresses, value, timeout, keep);
  }

  public WebhooksConfig withTimeout(Duration value) {
    return new WebhooksConfig(addresses, schedule, value, keep);
  }
}
