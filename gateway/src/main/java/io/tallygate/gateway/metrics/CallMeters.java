package io.tallygate.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tallygate.gateway.call.EndedCall;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What is measured of one group's calls. Thread-safe. */
final class CallMeters {

  /**
   * Names of limits with a counter of their own in one group; a policy has at most 16 at a time.
   */
  private static final int LIMITS_MAX = 64;

  /** A call whose head could not be read has no group, and Prometheus takes no empty label. */
  private static final String NO_GROUP = "(none)";

  private static final String[] CLASSES = {"aborted", "1xx", "2xx", "3xx", "4xx", "5xx", "429"};
  private static final int REFUSED = 429;

  private final String group;
  private final MeterRegistry registry;
  private final Counter[] calls = new Counter[CLASSES.length];
  private final Timer duration;
  private final ConcurrentHashMap<String, Counter> refusals = new ConcurrentHashMap<>();

  CallMeters(String name, MeterRegistry registry) {
    this.group = name.isEmpty() ? NO_GROUP : name;
    this.registry = registry;
    for (int i = 0; i < CLASSES.length; i++) {
      calls[i] =
          Counter.builder("tallygate.calls")
              .description("Calls by group and class of status; 429 is a class of its own")
              .tag("group", group)
              .tag("status", CLASSES[i])
              .register(registry);
    }
    this.duration =
        Timer.builder("tallygate.call.duration")
            .description("From a request's head to its response's end, by group")
            .tag("group", group)
            .serviceLevelObjectives(Metrics.CALL_BUCKETS)
            .register(registry);
  }

  void ended(EndedCall call) {
    calls[statusClass(call.status())].increment();
    duration.record(call.nanos(), TimeUnit.NANOSECONDS);
    String limit = call.refusedBy();
    if (!limit.isEmpty()) {
      Counter counter = refusals.get(limit);
      if (counter == null) {
        counter = refusalsBy(limit);
      }
      counter.increment();
    }
  }

  private Counter refusalsBy(String limit) {
    String name = refusals.size() < LIMITS_MAX ? limit : Metrics.MORE;
    return refusals.computeIfAbsent(
        name,
        one ->
            Counter.builder("tallygate.refusals")
                .description("Calls answered 429, by group and by the limit that was shown")
                .tag("group", group)
                .tag("limit", one)
                .register(registry));
  }

  private static int statusClass(int status) {
    return status == REFUSED ? CLASSES.length - 1 : Math.min(status / 100, CLASSES.length - 2);
  }
}
