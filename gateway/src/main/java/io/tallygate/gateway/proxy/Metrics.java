package io.tallygate.gateway.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.call.EndedCall;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What is counted about calls. Labels are group names and classes of status, both bounded; never a
 * key. Thread-safe.
 */
public final class Metrics implements CallObserver {

  private static final int REFUSED = 429;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ConcurrentHashMap<String, Counter[]> calls = new ConcurrentHashMap<>();
  private final Timer duration =
      Timer.builder("tallygate.call.duration")
          .description("From a request's head to its response's end")
          .serviceLevelObjectives(
              Duration.ofMillis(1),
              Duration.ofMillis(5),
              Duration.ofMillis(25),
              Duration.ofMillis(100),
              Duration.ofMillis(500),
              Duration.ofSeconds(2),
              Duration.ofSeconds(10))
          .register(registry);

  private final Counter unplaced =
      Counter.builder("tallygate.counters.full")
          .description("Calls that found no room for a counter")
          .register(registry);

  /** A number that is read when the metrics are. */
  public void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  /** One of several words that may be true; it is. */
  public void state(String name, String description, String word) {
    Gauge.builder(name, () -> 1).tag("case", word).description(description).register(registry);
  }

  /** A call found no room for a counter. */
  void countersFull() {
    unplaced.increment();
  }

  /** How many calls found none. */
  public long countersFullCalls() {
    return (long) unplaced.count();
  }

  @Override
  public void ended(EndedCall call) {
    Counter[] counters = calls.get(call.group());
    if (counters == null) {
      counters = calls.computeIfAbsent(call.group(), this::counters);
    }
    counters[statusClass(call.status())].increment();
    duration.record(call.nanos(), TimeUnit.NANOSECONDS);
  }

  void connectionFailed(String side) {
    registry.counter("tallygate.connection.failures", "side", side).increment();
  }

  /** In the text format of Prometheus. */
  public String scrape() {
    return registry.scrape();
  }

  private static final String[] CLASSES = {"aborted", "1xx", "2xx", "3xx", "4xx", "5xx", "429"};

  private static int statusClass(int status) {
    return status == REFUSED ? CLASSES.length - 1 : Math.min(status / 100, CLASSES.length - 2);
  }

  private Counter[] counters(String group) {
    Counter[] counters = new Counter[CLASSES.length];
    for (int i = 0; i < CLASSES.length; i++) {
      counters[i] =
          Counter.builder("tallygate.calls")
              .description("Calls by group and class of status; 429 is a class of its own")
              .tag("group", group)
              .tag("status", CLASSES[i])
              .register(registry);
    }
    return counters;
  }
}
