package io.tallygate.gateway;

import io.tallygate.gateway.alert.Alerting;
import io.tallygate.gateway.coach.LiveCoach;
import io.tallygate.gateway.metrics.Metrics;
import io.tallygate.gateway.usage.Recorder;
import io.tallygate.gateway.usage.UsageStore;
import java.util.Optional;

/** What is measured of those that look on at calls: above all what they had to let go. */
final class SightMetrics {

  private SightMetrics() {}

  static void addCoach(Metrics metrics, LiveCoach coach) {
    metrics.gauge("tallygate.coach.callers", "Callers that the coach remembers", coach::size);
    metrics.counter(
        "tallygate.coach.calls.overlooked",
        "Calls that the coach took no note of, for too many came at once",
        coach::overlooked);
  }

  /** All are 0 where nobody can be told. */
  static void addAlerts(Metrics metrics, Optional<Alerting> alerting) {
    metrics.gauge(
        "tallygate.alerts.wanted",
        "Different events that subscriptions want",
        () -> alerting.map(Alerting::wanted).orElse(0));
    metrics.counter(
        "tallygate.alerts.told",
        "Events written, to be delivered",
        () -> alerting.map(Alerting::told).orElse(0L));
    metrics.counter(
        "tallygate.alerts.dropped",
        "Crossings of a threshold that found no room to wait",
        () -> alerting.map(Alerting::dropped).orElse(0L));
  }

  /** All are 0 where nothing is recorded. */
  static void addUsage(Metrics metrics, Optional<Recorder> recorder, Optional<UsageStore> kept) {
    metrics.gauge(
        "tallygate.usage.calls.waiting",
        "Calls whose usage waits to be written",
        () -> recorder.map(Recorder::waiting).orElse(0L));
    metrics.counter(
        "tallygate.usage.calls.dropped",
        "Calls whose usage is not recorded whole, for there was no room in memory",
        () -> recorder.map(Recorder::dropped).orElse(0L));
    metrics.gauge(
        "tallygate.usage.failing",
        "Whether usage could not be written the last time: 1 if so",
        () -> recorder.filter(Recorder::isFailing).isPresent() ? 1 : 0);
    metrics.counter(
        "tallygate.usage.rows.cut",
        "Rows of usage deleted before their time, for there were too many",
        () -> kept.map(UsageStore::cut).orElse(0L));
  }
}
