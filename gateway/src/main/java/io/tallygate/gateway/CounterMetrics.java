package io.tallygate.gateway;

import io.tallygate.gateway.metrics.Metrics;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.storage.Recovery;
import java.util.Locale;

/** What is measured of the counters, and of the file that they may stand in. */
final class CounterMetrics {

  private CounterMetrics() {}

  static void add(Metrics metrics, Limiter limiter) {
    metrics.gauge("tallygate.counters", "Counters in use", limiter::countLive);
    metrics.gauge("tallygate.counters.max", "Counters that find room for sure", limiter::counters);
    Recovery recovery = limiter.recovery();
    metrics.state(
        "tallygate.counters.found",
        "How the counters were found at the start",
        recovery == null ? "memory" : recovery.kind().name().toLowerCase(Locale.ROOT));
    if (recovery != null) {
      metrics.gauge(
          "tallygate.counters.pages.lost",
          "Pages of the counter file that were lost with the machine, at the start",
          recovery::lostPages);
      metrics.gauge(
          "tallygate.counters.sync.failing",
          "Whether the counter file could not be written to the disk lately",
          () -> limiter.syncFailure() == null ? 0 : 1);
    }
  }
}
