package io.tallygate.gateway;

import io.tallygate.gateway.alert.Alerting;
import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.proxy.Metrics;
import io.tallygate.limiter.clock.Ticker;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that looks at the calls of a gateway. */
final class Observers implements AutoCloseable {

  private final @Nullable Alerting alerting;

  private Observers(@Nullable Alerting alerting) {
    this.alerting = alerting;
  }

  /**
   * Begins to look.
   *
   * @param store without it there is nobody to tell
   */
  static Observers start(GatewayConfig config, Optional<AdminStore> store) {
    return new Observers(
        store
            .map(
                one ->
                    Alerting.start(
                        config.switches().sight().alert(),
                        config.upstream().uri().toString(),
                        one.events(),
                        Ticker.SYSTEM))
            .orElse(null));
  }

  List<CallObserver> observers() {
    return alerting == null ? List.of() : List.of(alerting);
  }

  void measure(Metrics metrics) {
    if (alerting != null) {
      metrics.gauge("tallygate.alerts.wanted", "Different events wanted", alerting::wanted);
      metrics.gauge("tallygate.alerts.told", "Events written", alerting::told);
      metrics.gauge(
          "tallygate.alerts.dropped", "Crossings that found no room to wait", alerting::dropped);
    }
  }

  @Override
  public void close() {
    if (alerting != null) {
      alerting.close();
    }
  }
}
