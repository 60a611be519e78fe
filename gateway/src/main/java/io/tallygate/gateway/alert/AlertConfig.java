package io.tallygate.gateway.alert;

import static io.tallygate.limiter.check.Checks.require;

import java.time.Duration;

/**
 * What is worth an alert, and where alerts may go.
 *
 * @param expiring how long before its end a key is told of, 1 h to 90 days
 * @param downAfter how long the API must have answered nothing to be down, 1 s to 10 min
 * @param span the shortest time for which something is told once, 1 s to 1 h: that of limits whose
 *     windows are shorter, and of those that have none
 */
public record AlertConfig(
    Destinations destinations, Duration expiring, Duration downAfter, Duration span) {

  public static final AlertConfig DEFAULT =
      new AlertConfig(
          Destinations.PUBLIC, Duration.ofDays(7), Duration.ofSeconds(10), Duration.ofMinutes(1));

  /** Where deliveries may go. */
  public enum Destinations {
    /** By https, to addresses of the public internet. */
    PUBLIC,
    /** Also by http, and to loopback and private networks. */
    PRIVATE
  }

  public AlertConfig {
    require(
        expiring.toHours() >= 1 && expiring.compareTo(Duration.ofDays(90)) <= 0,
        "alert-expiring must be 1h to 2160h: alert-expiring=%s",
        expiring);
    require(
        downAfter.toSeconds() >= 1 && downAfter.compareTo(Duration.ofMinutes(10)) <= 0,
        "alert-down-after must be 1s to 10m: alert-down-after=%s",
        downAfter);
    require(
        span.toSeconds() >= 1 && span.compareTo(Duration.ofHours(1)) <= 0,
        "alert-span must be 1s to 1h: alert-span=%s",
        span);
  }
}
