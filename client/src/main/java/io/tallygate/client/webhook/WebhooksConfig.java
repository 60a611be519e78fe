package io.tallygate.client.webhook;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.clock.Ticker;
import java.time.Duration;

/**
 * What is taken for a genuine webhook. Immutable.
 *
 * @param tolerance how far a webhook's second may be from now, both ways, 1 s to 1 h
 * @param bodyMax bytes of a body, 1 to 2^24
 * @param idsMax how many webhooks are remembered, for twice the tolerance each, 1 to 2^24
 */
public record WebhooksConfig(Duration tolerance, int bodyMax, int idsMax, Ticker ticker) {

  private static final int MAX = 1 << 24;

  /** 5 minutes, 1 MiB, 65,536 webhooks in 10 minutes (some 8 MiB). */
  public static final WebhooksConfig DEFAULT =
      new WebhooksConfig(Duration.ofMinutes(5), 1 << 20, 1 << 16, Ticker.SYSTEM);

  public WebhooksConfig {
    require(
        tolerance.compareTo(Duration.ofSeconds(1)) >= 0
            && tolerance.compareTo(Duration.ofHours(1)) <= 0,
        "tolerance must be 1 s to 1 h: tolerance=%s",
        tolerance);
    require(bodyMax >= 1 && bodyMax <= MAX, "bodyMax must be 1 to 2^24: bodyMax=%s", bodyMax);
    require(idsMax >= 1 && idsMax <= MAX, "idsMax must be 1 to 2^24: idsMax=%s", idsMax);
  }

  public WebhooksConfig withTolerance(Duration value) {
    return new WebhooksConfig(value, bodyMax, idsMax, ticker);
  }

  public WebhooksConfig withBodyMax(int value) {
    return new WebhooksConfig(tolerance, value, idsMax, ticker);
  }

  public WebhooksConfig withIdsMax(int value) {
    return new WebhooksConfig(tolerance, bodyMax, value, ticker);
  }

  public WebhooksConfig withTicker(Ticker value) {
    return new WebhooksConfig(tolerance, bodyMax, idsMax, value);
  }
}
